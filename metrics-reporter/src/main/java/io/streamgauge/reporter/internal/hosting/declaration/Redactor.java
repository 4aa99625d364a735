package io.streamgauge.reporter.internal.hosting.declaration;

import io.streamgauge.reporter.internal.logging.LogText;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides the secrets of a probe's configuration in texts for the log: a library's exception may
 * quote the value that it rejected. Immutable.
 */
public final class Redactor {

  private static final String HIDDEN = "[hidden]";

  /** An option of a login module, {@code name="value"}. */
  private static final Pattern OPTION =
      Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]+)\"|'([^']+)'|([^\\s;\"']+))");

  /** Shorter texts are too likely to be parts of words. */
  private static final int SHORTEST = 4;

  private final Collection<String> secrets =
      new TreeSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  /**
   * Creates a redactor of a configuration.
   *
   * @param isSecret whether the value of a key must not be shown
   */
  public Redactor(Map<String, String> configuration, Predicate<String> isSecret) {
    configuration.forEach(
        (key, value) -> {
          if (isSecret.test(key)) {
            add(value);
            addOptions(value);
          }
        });
  }

  /** A login module's line holds its password between quotes; an error may quote that alone. */
  private void addOptions(String value) {
    Matcher options = OPTION.matcher(value);
    while (options.find()) {
      for (int group = 2; group <= options.groupCount(); group++) {
        String found = options.group(group);
        if (found != null && !options.group(1).startsWith("user")) {
          add(found);
        }
      }
    }
  }

  private void add(String secret) {
    if (secret.length() >= SHORTEST) {
      secrets.add(secret);
    }
  }

  /** Replaces the secrets in a text. */
  public String redacted(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, HIDDEN);
    }
    return redacted;
  }

  /** The exception and its causes in one line, as {@code Class: message; caused by ...}. */
  public String describe(Throwable failure) {
    return LogText.oneLine(failure, this::redacted);
  }
}
