package io.streamgauge.it.soak;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the lines of a Flink log by logger, and those that repeat another one. Lines are ours if
 * our classes log them, or a library that we bring: Kafka's client names its client id, which tells
 * our clients from those of jobs.
 */
final class LogLines {
  /** The time, the logger and the message in the layout of local-cluster's log4j2.properties. */
  private static final Pattern LINE =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\S+) [A-Z]+ +(\\S+) .*? - (.*)");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS");

  /** Streamgauge allows itself one line for each cause and minute; clocks differ a little. */
  private static final Duration PERIOD = Duration.ofSeconds(59);

  private static final Pattern OURS =
      Pattern.compile("io\\.streamgauge\\.(?!it\\.|events$).*|com\\.google\\..*");

  private static final String OUR_CLIENT = "clientId=streamgauge-";

  private final Map<Source, Long> counts = new TreeMap<>();
  private final Map<String, Long> repeated = new TreeMap<>();
  private final Map<String, LocalDateTime> lastOfCause = new HashMap<>();

  /**
   * The origin of log lines.
   *
   * @param isOurs whether Streamgauge or a library that it brings logs them; job events, one line
   *     for each event by design, do not count
   */
  record Source(String logger, boolean isOurs) implements Comparable<Source> {
    private static final Comparator<Source> ORDER =
        Comparator.comparing(Source::logger).thenComparing(Source::isOurs);

    @Override
    public int compareTo(Source other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * What was counted.
   *
   * @param lines by source
   * @param repeated lines of ours less than a minute after the last one of their cause, by cause:
   *     logger and message without digits
   */
  record Counts(Map<Source, Long> lines, Map<String, Long> repeated) {}

  /** Adds a line; those that continue another one, such as stack traces, do not count. */
  void add(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return;
    }
    String logger = matcher.group(2);
    String message = matcher.group(3);
    boolean isOurs = OURS.matcher(logger).matches() || message.contains(OUR_CLIENT);
    counts.merge(new Source(logger, isOurs), 1L, Long::sum);
    if (isOurs) {
      LocalDateTime time = LocalDateTime.parse(matcher.group(1), TIME);
      addCause(logger + ": " + message.replaceAll("\\d+", "#"), time);
    }
  }

  private void addCause(String cause, LocalDateTime time) {
    LocalDateTime last = lastOfCause.put(cause, time);
    if (last != null && Duration.between(last, time).compareTo(PERIOD) < 0) {
      repeated.merge(cause, 1L, Long::sum);
    }
  }

  /** Returns what was counted since the last call. */
  Counts drain() {
    Counts drained = new Counts(Map.copyOf(counts), Map.copyOf(repeated));
    counts.clear();
    repeated.clear();
    return drained;
  }
}
