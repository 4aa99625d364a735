package io.streamgauge.reporter.hosting;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 500 ms}, {@code 10 s}, {@code 5 min}, {@code 1 h}. */
final class Durations {

  static final String RULE = "it must be a duration like 500 ms, 10 s, 5 min or 1 h";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,7})\\s*(ms|s|min|h)");

  private Durations() {}

  /** The duration, or empty if the text is none or is nothing. */
  static Optional<Duration> parse(String text) {
    Matcher duration = DURATION.matcher(text.trim());
    if (!duration.matches() || Integer.parseInt(duration.group(1)) == 0) {
      return Optional.empty();
    }
    return Optional.of(of(Integer.parseInt(duration.group(1)), duration.group(2)));
  }

  private static Duration of(int amount, String unit) {
    switch (unit) {
      case "ms":
        return Duration.ofMillis(amount);
      case "s":
        return Duration.ofSeconds(amount);
      case "min":
        return Duration.ofMinutes(amount);
      default:
        return Duration.ofHours(amount);
    }
  }
}
