package io.streamgauge.benchmarks.lag;

import io.streamgauge.benchmarks.report.Table;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.timestamps.FirstUnreadSearch;
import io.streamgauge.kafka.timestamps.SearchResult;
import io.streamgauge.kafka.timestamps.Unread;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The lag in seconds of positions whose true lag is known, by three methods. */
public final class LagAccuracy {

  private static final List<Duration> LAGS =
      List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(8));
  private static final long POLL_MILLIS = 30_000;

  /** What DESIGN.md allows: a second, or this part of the lag. */
  private static final double MOST_PART = 0.05;

  private static final String METHOD =
      """
      Two days of records with preset timestamps on a broker of this machine, about one a second, and positions
      whose first unread record is as old as the truth says. Ours is the search by timestamps that the probe makes, with
      nothing known before. The poll table keeps 60 end offsets, one each 30 s, interpolates the time of a position
      between two of them and extrapolates before the first along the line from the first to the last
      (kafka-lag-exporter). Lag over rate divides the lag in records by the rate of the last 5 polls, one each 30 s
      (the default of klag-exporter; Flink's autoscaler divides likewise). Both got all polls of the two days, as if they
      had always run. In brackets: by how much the lag is wrong. "none": no value, or an infinite one.
      """;

  private final long now = System.currentTimeMillis();
  private final Table table =
      new Table("traffic", "truth", "ours", "queries", "poll table", "lag over rate", "target", "");

  /** Writes the records, asks, and tells in Markdown. */
  public String run() throws InterruptedException {
    try (Partitions partitions = new Partitions();
        Broker broker = partitions.connect()) {
      for (Traffic traffic : Traffic.values()) {
        System.err.printf("lag in seconds: %s%n", traffic.label());
        List<Long> timestamps = traffic.timestamps(now);
        String topic = traffic.name().toLowerCase(Locale.ROOT);
        Partition partition = partitions.write(topic, 1, timestamps).get(0);
        compare(traffic, timestamps, partition, broker);
      }
    } catch (ProbeException e) {
      throw new IllegalStateException("the broker cannot be used", e);
    }
    return METHOD + "\n" + table;
  }

  private void compare(Traffic traffic, List<Long> timestamps, Partition partition, Broker broker)
      throws InterruptedException {
    PollTable polls = new PollTable();
    EndRate rate = new EndRate();
    for (long time = timestamps.get(0); time <= now; time += POLL_MILLIS) {
      long end = firstSince(timestamps, time + 1);
      polls.add(end, time);
      rate.add(end, time);
    }
    for (Duration lag : LAGS) {
      int position = firstSince(timestamps, now - lag.toMillis());
      if (position < timestamps.size()) {
        int records = timestamps.size() - position;
        SearchResult found = search(new Unread(partition, position, records), broker);
        row(
            traffic.label(),
            now - timestamps.get(position),
            found,
            now - polls.timeOf(position),
            rate.lag(records));
      }
    }
  }

  private static int firstSince(List<Long> timestamps, long time) {
    int index = Collections.binarySearch(timestamps, time);
    int first = index < 0 ? -index - 1 : index;
    while (first > 0 && timestamps.get(first - 1) >= time) {
      first--;
    }
    return first;
  }

  private SearchResult search(Unread unread, Broker broker) throws InterruptedException {
    return new FirstUnreadSearch(1_000)
        .find(
            List.of(unread),
            broker,
            Set.of(),
            Instant.ofEpochMilli(now),
            Deadline.in(Duration.ofMinutes(1), System::nanoTime));
  }

  private void row(String traffic, long truth, SearchResult found, double byPolls, double byRate) {
    double ours =
        found.timestamps().values().stream()
            .mapToDouble(timestamp -> now - timestamp)
            .findFirst()
            .orElse(Double.NaN);
    double allowed = Math.max(1_000, MOST_PART * truth);
    table.row(
        traffic,
        time((double) truth),
        withError(ours, truth),
        Integer.toString(found.queries()),
        withError(byPolls, truth),
        withError(byRate, truth),
        "<= " + time(allowed),
        Math.abs(ours - truth) <= allowed ? "met" : "NOT MET");
  }

  private static String withError(double millis, long truth) {
    return Double.isFinite(millis)
        ? String.format(Locale.ROOT, "%s (%+.1f %%)", time(millis), 100 * (millis - truth) / truth)
        : "none";
  }

  private static String time(double millis) {
    double seconds = millis / 1_000;
    return seconds < 600
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.2f h", seconds / 3_600);
  }
}
