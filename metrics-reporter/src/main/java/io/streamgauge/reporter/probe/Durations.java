package io.streamgauge.reporter.probe;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 500 ms}, {@code 10 s}, {@code 5 min}, {@code 1 h}. */
final class Durations {

  static final String RULE = "it must be a duration up to 24 h, like 500 ms, 10 s, 5 min or 1 h";

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h)");

  private Durations() {}

  /** The duration, or empty if the text breaks the {@link #RULE} or is nothing. */
  static Optional<Duration> parse(String text) {
    Matcher duration = DURATION.matcher(text.trim());
    return duration.matches()
        ? Optional.of(of(Integer.parseInt(duration.group(1)), duration.group(2)))
            .filter(each -> !each.isZero() && each.compareTo(LONGEST) <= 0)
        : Optional.empty();
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
