package io.streamgauge.dashboards.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits an expression into words. */
final class Lexer {

  private static final Pattern WORD =
      Pattern.compile(
          "(?<space>\\s+|#[^\\n]*)"
              + "|(?<duration>(?:[0-9]+(?:ms|[smhdwy]))+(?![a-zA-Z0-9_]))"
              + "|(?<number>0[xX][0-9a-fA-F]+|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
              + "|(?i:inf|nan)(?![a-zA-Z0-9_:]))"
              + "|(?<name>[a-zA-Z_][a-zA-Z0-9_:]*)"
              + "|(?<string>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
              + "|(?<symbol>=~|!~|==|!=|>=|<=|[-+*/%^<>=(){}\\[\\],:@])");

  private final String text;

  Lexer(String text) {
    this.text = text;
  }

  List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.region(at, text.length()).lookingAt()) {
        throw new PromqlException("no word of PromQL", text, at);
      }
      if (matcher.group("space") == null) {
        tokens.add(token(matcher, at));
      }
      at = matcher.end();
    }
    tokens.add(new Token(Token.Kind.END, "", at));
    return tokens;
  }

  private static Token token(Matcher matcher, int at) {
    if (matcher.group("duration") != null) {
      return new Token(Token.Kind.DURATION, matcher.group(), at);
    }
    if (matcher.group("number") != null) {
      return new Token(Token.Kind.NUMBER, matcher.group(), at);
    }
    if (matcher.group("name") != null) {
      return new Token(Token.Kind.NAME, matcher.group(), at);
    }
    if (matcher.group("string") != null) {
      return new Token(Token.Kind.STRING, unquoted(matcher.group()), at);
    }
    return new Token(Token.Kind.SYMBOL, matcher.group(), at);
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }
}
