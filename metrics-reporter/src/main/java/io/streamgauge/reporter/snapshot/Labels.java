package io.streamgauge.reporter.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels of a series, rendered once: {@code host="a",job_name="b"}, without braces. Immutable.
 *
 * <p>Two series of a family are the same series when their labels are equal. A label with an empty
 * value is the same as no label to Prometheus, and is therefore left out.
 */
public final class Labels {

  /** The labels of a series without any. */
  public static final Labels NONE = new Labels(new byte[0]);

  private final byte[] text;
  private final int hash;

  private Labels(byte[] text) {
    this.text = text;
    this.hash = Arrays.hashCode(text);
  }

  /**
   * Labels in the order of the map.
   *
   * @param labels valid, distinct label names and their raw values; unpaired surrogates in a value
   *     become U+FFFD, since the text format is UTF-8
   */
  public static Labels of(Map<String, String> labels) {
    StringBuilder rendered = new StringBuilder(32 * labels.size());
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!label.getValue().isEmpty()) {
        appendLabel(rendered, label.getKey(), label.getValue());
      }
    }
    return rendered.length() == 0 ? NONE : new Labels(rendered.toString().getBytes(UTF_8));
  }

  private static void appendLabel(StringBuilder rendered, String name, String value) {
    if (rendered.length() > 0) {
      rendered.append(',');
    }
    rendered.append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      appendEscaped(rendered, value, i);
    }
    rendered.append('"');
  }

  private static void appendEscaped(StringBuilder rendered, String value, int i) {
    char c = value.charAt(i);
    if (c == '\\' || c == '"') {
      rendered.append('\\').append(c);
    } else if (c == '\n') {
      rendered.append("\\n");
    } else if (Character.isSurrogate(c) && !isPaired(value, i)) {
      rendered.append('\uFFFD');
    } else {
      rendered.append(c);
    }
  }

  private static boolean isPaired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }

  /** The rendered labels in UTF-8, empty when there are none; shared, not to be changed. */
  public byte[] text() {
    return text;
  }

  /** The names, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    int start = 0;
    while (start < text.length) {
      int equals = indexOf('=', start);
      names.add(text(start, equals));
      start = closingQuote(equals + 2) + 2;
    }
    return names;
  }

  /** The raw values by their names, in order of the names; the map is the caller's. */
  public Map<String, String> toMap() {
    Map<String, String> labels = new TreeMap<>();
    int start = 0;
    while (start < text.length) {
      int equals = indexOf('=', start);
      int end = closingQuote(equals + 2);
      labels.put(text(start, equals), unescaped(text(equals + 2, end)));
      start = end + 2;
    }
    return labels;
  }

  private int indexOf(char wanted, int start) {
    int i = start;
    while (text[i] != wanted) {
      i++;
    }
    return i;
  }

  private int closingQuote(int start) {
    int i = start;
    while (text[i] != '"') {
      i += text[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  private String text(int start, int end) {
    return new String(text, start, end - start, UTF_8);
  }

  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder raw = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
        c = value.charAt(i) == 'n' ? '\n' : value.charAt(i);
      }
      raw.append(c);
    }
    return raw.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels && Arrays.equals(text, ((Labels) other).text);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return '{' + new String(text, UTF_8) + '}';
  }
}
