package io.streamgauge.benchmarks.lag;

import io.streamgauge.benchmarks.report.Spread;
import io.streamgauge.benchmarks.report.Table;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.seconds.FirstUnreadSearch;
import io.streamgauge.kafka.seconds.SearchResult;
import io.streamgauge.kafka.seconds.Unread;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;

/** What the lag in seconds of many partitions costs, at first and from then on. */
public final class LagCycles {

  private static final int RECORDS = 24;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final int partitions;
  private final int cycles;
  private final long now = System.currentTimeMillis();
  private final Random random = new Random(1);
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> queries = new ArrayList<>();
  private int found;

  /**
   * Many partitions.
   *
   * @param cycles how many there are after the first
   */
  public LagCycles(int partitions, int cycles) {
    this.partitions = partitions;
    this.cycles = cycles;
  }

  /** Writes the records, searches, and tells in Markdown. */
  public String run() throws InterruptedException {
    System.err.printf("lag in seconds: %d partitions%n", partitions);
    long[] hours = LongStream.range(0, RECORDS).map(i -> RECORDS - i).toArray();
    List<Long> timestamps = LongStream.of(hours).mapToObj(each -> now - each * 3_600_000).toList();
    try (Partitions written = new Partitions();
        Broker broker = written.connect()) {
      searchAll(written.write("many", partitions, timestamps), broker);
    } catch (ProbeException | ExecutionException e) {
      throw new IllegalStateException("the broker cannot be used", e);
    }
    return text();
  }

  private void searchAll(List<Partition> written, Broker broker) throws InterruptedException {
    int[] positions = random.ints(partitions, 1, RECORDS / 2).toArray();
    FirstUnreadSearch search = new FirstUnreadSearch(10 * partitions);
    for (int cycle = 0; cycle <= cycles; cycle++) {
      List<Unread> unread = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        unread.add(new Unread(written.get(i), positions[i], RECORDS - positions[i]));
      }
      measure(search, unread, broker);
      for (int i = 0; i < partitions; i++) {
        positions[i] = Math.min(RECORDS - 1, positions[i] + (random.nextInt(5) == 0 ? 1 : 0));
      }
    }
  }

  private void measure(FirstUnreadSearch search, List<Unread> unread, Broker broker)
      throws InterruptedException {
    Deadline deadline = Deadline.in(LIMIT, System::nanoTime);
    long start = System.nanoTime();
    SearchResult result =
        search.find(unread, broker, Set.of(), Instant.ofEpochMilli(now), deadline);
    seconds.add((System.nanoTime() - start) / 1e9);
    queries.add((double) result.queries());
    found += result.timestamps().size();
  }

  private String text() {
    Table table =
        new Table("search of " + partitions + " partitions", "time", "queries", "target", "");
    row(table, "the first", seconds.subList(0, 1), queries.subList(0, 1), 10);
    row(
        table,
        "each of " + cycles + " more, a fifth moved (median)",
        seconds.subList(1, cycles + 1),
        queries.subList(1, cycles + 1),
        5);
    return String.format(
        Locale.ROOT,
        """
        %d partitions of one broker, each with a record an hour, positions anywhere in the older half; then again
        and again with a fifth of them one record further. %d of %d lags were found. Only the search: not the
        topics, offsets and ends that a cycle asks for beside it.

        %s""",
        partitions,
        found,
        partitions * (cycles + 1),
        table);
  }

  private static void row(
      Table table, String what, List<Double> seconds, List<Double> queries, int target) {
    double median = Spread.of(seconds).median();
    table.row(
        what,
        String.format(Locale.ROOT, "%.2f s", median),
        String.format(Locale.ROOT, "%.0f", Spread.of(queries).median()),
        "<= " + target + " s",
        median <= target ? "met" : "NOT MET");
  }
}
