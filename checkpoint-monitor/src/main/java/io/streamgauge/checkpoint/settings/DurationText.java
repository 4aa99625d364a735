package io.streamgauge.checkpoint.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as users write it everywhere in Streamgauge's configuration: {@code 500 ms}, {@code 10
 * s}, {@code 5 min}, {@code 1 h}.
 *
 * <p>The same as the reporter's own {@code settings.Durations}: a probe sees the rooms {@code
 * probe} and {@code snapshot} alone, and the SPI is no place for a parser. A test holds the two
 * together.
 */
public final class DurationText {

  public static final String RULE =
      "it must be a duration up to 24 h, like 500 ms, 10 s, 5 min or 1 h";

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h)");

  private DurationText() {}

  /** The duration, or empty if the text breaks the {@link #RULE} or is nothing. */
  public static Optional<Duration> parse(String text) {
    Matcher parts = TEXT.matcher(text.trim());
    return parts.matches()
        ? Optional.of(unit(parts.group(2)).multipliedBy(Integer.parseInt(parts.group(1))))
            .filter(each -> !each.isZero() && each.compareTo(LONGEST) <= 0)
        : Optional.empty();
  }

  private static Duration unit(String word) {
    switch (word) {
      case "ms":
        return Duration.ofMillis(1);
      case "s":
        return Duration.ofSeconds(1);
      case "min":
        return Duration.ofMinutes(1);
      default:
        return Duration.ofHours(1);
    }
  }
}
