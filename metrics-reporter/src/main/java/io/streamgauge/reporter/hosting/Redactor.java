package io.streamgauge.reporter.hosting;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the secrets of a probe's configuration out of texts for the log: a library's exception may
 * quote the value that it did not like.
 */
final class Redactor {

  private static final String HIDDEN = "[hidden]";

  private static final Pattern SECRET_KEY =
      Pattern.compile("(?i)pass|secret|token|key|jaas|credential|auth|user");

  private static final Pattern PARTS = Pattern.compile("\"([^\"]+)\"|'([^']+)'|=\\s*([^\\s;\"']+)");

  /** Shorter texts are too likely to be parts of words. */
  private static final int SHORTEST = 4;

  private final Collection<String> secrets =
      new TreeSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  Redactor(Map<String, String> configuration) {
    configuration.forEach(
        (key, value) -> {
          if (SECRET_KEY.matcher(key).find()) {
            add(value);
            addParts(value);
          }
        });
  }

  /** A login module's line holds its password between quotes; an error may quote that alone. */
  private void addParts(String value) {
    Matcher parts = PARTS.matcher(value);
    while (parts.find()) {
      for (int group = 1; group <= parts.groupCount(); group++) {
        String part = parts.group(group);
        if (part != null) {
          add(part);
        }
      }
    }
  }

  private void add(String secret) {
    if (secret.length() >= SHORTEST) {
      secrets.add(secret);
    }
  }

  String redacted(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, HIDDEN);
    }
    return redacted;
  }

  /** The exception and its causes in one line, as {@code Class: message; caused by ...}. */
  String describe(Throwable failure) {
    StringBuilder line = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 8; depth++) {
      line.append(depth == 0 ? "" : "; caused by ").append(text(cause));
      cause = cause.getCause();
    }
    return redacted(line.toString());
  }

  /** A library's own {@code getMessage} may throw too. */
  private static String text(Throwable failure) {
    try {
      return failure.toString();
    } catch (Throwable e) {
      return failure.getClass().getName();
    }
  }
}
