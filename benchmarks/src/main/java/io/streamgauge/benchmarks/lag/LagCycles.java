package io.streamgauge.benchmarks.lag;

import io.streamgauge.benchmarks.report.Spread;
import io.streamgauge.benchmarks.report.Table;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.cycle.CompactedTopics;
import io.streamgauge.kafka.cycle.Findings;
import io.streamgauge.kafka.cycle.GroupCycle;
import io.streamgauge.kafka.cycle.UnreadTimes;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.kafka.timestamps.FirstUnreadSearch;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.probe.BatchFamily;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

/** What whole cycles over many partitions and groups cost, at first and from then on. */
public final class LagCycles {

  private static final int RECORDS = 24;
  private static final int GROUPS = 100;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final int partitions;
  private final int cycles;
  private final Random random = new Random(1);
  private final Catalogue catalogue = Catalogue.load();

  /**
   * Many partitions in a hundred groups.
   *
   * @param partitions a multiple of 100
   * @param cycles how many there are after the first
   */
  public LagCycles(int partitions, int cycles) {
    this.partitions = partitions;
    this.cycles = cycles;
  }

  /** Writes the records, looks, and tells in Markdown. */
  public String run() throws InterruptedException {
    System.err.printf("lag of %d partitions in %d groups%n", partitions, GROUPS);
    try (Partitions written = new Partitions();
        Broker broker = written.connect()) {
      return run(written, broker);
    } catch (ProbeException e) {
      throw new IllegalStateException("the broker cannot be used", e);
    }
  }

  private String run(Partitions written, Broker broker)
      throws ProbeException, InterruptedException {
    long now = System.currentTimeMillis();
    List<Long> everyHour =
        LongStream.range(0, RECORDS).mapToObj(i -> now - (RECORDS - i) * 3_600_000).toList();
    List<Partition> all = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      all.addAll(written.write("topic-" + i, partitions / GROUPS, everyHour));
    }
    int[] positions = random.ints(partitions, 1, RECORDS / 2).toArray();
    KafkaSettings settings = written.settings(Map.of("groups", "group-*"));
    GroupCycle records = cycle(settings, 0);
    GroupCycle seconds = cycle(settings, 10 * partitions);
    List<Look> ofRecords = new ArrayList<>();
    List<Look> ofSeconds = new ArrayList<>();
    for (int i = 0; i <= cycles; i++) {
      commit(written, all, positions);
      ofRecords.add(look(records, settings, broker, "kafka_committed_lag_records"));
      ofSeconds.add(look(seconds, settings, broker, "kafka_committed_lag_seconds"));
      move(positions);
    }
    return text(ofRecords, ofSeconds);
  }

  private static GroupCycle cycle(KafkaSettings settings, int queries) {
    ClusterSettings cluster = settings.clusters().get(0);
    return new GroupCycle(
        cluster,
        settings,
        System::nanoTime,
        new UnreadTimes(
            cluster,
            Clock.systemUTC(),
            new FirstUnreadSearch(queries),
            new CompactedTopics(System::nanoTime)));
  }

  private void commit(Partitions written, List<Partition> all, int[] positions) {
    Map<String, Map<Partition, Long>> offsets = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      offsets
          .computeIfAbsent("group-of-" + all.get(i).topic(), name -> new HashMap<>())
          .put(all.get(i), (long) positions[i]);
    }
    written.commit(offsets);
  }

  /** A fifth reads one record more. */
  private void move(int[] positions) {
    for (int i = 0; i < partitions; i++) {
      positions[i] = Math.min(RECORDS - 1, positions[i] + (random.nextInt(5) == 0 ? 1 : 0));
    }
  }

  private Look look(GroupCycle cycle, KafkaSettings settings, Broker broker, String family)
      throws ProbeException, InterruptedException {
    long requests = broker.requests();
    long start = System.nanoTime();
    Findings findings = new Findings(settings.clusters().get(0), catalogue::ours);
    cycle.run(Map.of(), Optional.empty(), broker, findings, Deadline.in(LIMIT, System::nanoTime));
    List<BatchFamily> families = findings.batch().families();
    double took = (System.nanoTime() - start) / 1e9;
    int found =
        families.stream()
            .filter(each -> each.header().name().equals("streamgauge_" + family))
            .mapToInt(BatchFamily::size)
            .sum();
    return new Look(took, broker.requests() - requests, found);
  }

  private String text(List<Look> ofRecords, List<Look> ofSeconds) {
    Table table =
        new Table(
            partitions + " partitions in " + GROUPS + " groups", "time", "requests", "target", "");
    row(table, "records alone (median)", ofRecords.subList(1, ofRecords.size()), 1.5);
    row(table, "records and seconds, the first", ofSeconds.subList(0, 1), 10);
    row(
        table,
        "each of " + cycles + " more, a fifth moved (median)",
        ofSeconds.subList(1, ofSeconds.size()),
        5);
    return String.format(
        Locale.ROOT,
        """
        Whole cycles over %d groups, each with a topic of its own, that read %d partitions of one broker: groups, commits, topics, starts, ends,
        series. Each partition has a record an hour; positions lie anywhere in the older half, and a fifth of them
        moves by a record between two cycles. %d of %d lags in records were found, and %d of %d in seconds.

        %s\
        """,
        GROUPS,
        partitions,
        found(ofRecords),
        partitions * (cycles + 1),
        found(ofSeconds),
        partitions * (cycles + 1),
        table);
  }

  private static int found(List<Look> looks) {
    return looks.stream().mapToInt(Look::found).sum();
  }

  private static void row(Table table, String what, List<Look> looks, double target) {
    double median = Spread.of(looks.stream().map(Look::seconds).toList()).median();
    table.row(
        what,
        String.format(Locale.ROOT, "%.2f s", median),
        String.format(
            Locale.ROOT,
            "%.0f",
            Spread.of(looks.stream().map(each -> (double) each.requests()).toList()).median()),
        "<= " + target + " s",
        median <= target ? "met" : "NOT MET");
  }

  /** What a cycle cost, and how many lags it found. */
  private record Look(double seconds, long requests, int found) {}
}
