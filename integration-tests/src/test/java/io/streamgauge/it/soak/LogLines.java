package io.streamgauge.it.soak;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the lines of a Flink log by logger. Lines are ours if our classes log them, or a library
 * that we bring: Kafka's client names its client id, which tells our clients from those of jobs.
 */
final class LogLines {
  /** The level and the logger in the layout of local-cluster's log4j2.properties. */
  private static final Pattern LINE =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\S+ [A-Z]+ +(\\S+) .*? - (.*)");

  private static final Pattern OURS =
      Pattern.compile("io\\.streamgauge\\.(?!it\\.|events$).*|com\\.google\\..*");

  private static final String OUR_CLIENT = "clientId=streamgauge-";

  private final Map<Source, Long> counts = new TreeMap<>();

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

  /** Adds a line; those that continue another one, such as stack traces, do not count. */
  void add(String line) {
    source(line).ifPresent(each -> counts.merge(each, 1L, Long::sum));
  }

  /** The lines by source since the last call. */
  Map<Source, Long> drain() {
    Map<Source, Long> drained = Map.copyOf(counts);
    counts.clear();
    return drained;
  }

  private static Optional<Source> source(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String logger = matcher.group(1);
    boolean isOurs = OURS.matcher(logger).matches() || matcher.group(2).contains(OUR_CLIENT);
    return Optional.of(new Source(logger, isOurs));
  }
}
