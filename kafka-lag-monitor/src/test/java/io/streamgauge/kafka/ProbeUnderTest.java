package io.streamgauge.kafka;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.Role;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole probe as it runs outside Flink, with Kafka's own client; the sources' metrics are those
 * that the test adds.
 */
final class ProbeUnderTest {

  /** A poll that takes less did not wait for its deadline. */
  static final Duration HALF_TIMEOUT = new TestingContext().timeout().dividedBy(2);

  private static final String TASK = "taskmanager.job.task";
  private static final String OPERATOR = TASK + ".operator";
  private static final Pattern SERIES = Pattern.compile("streamgauge_(\\w+)\\{(.*)}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final TestingContext context = new TestingContext().as(Role.STANDALONE).inRealTime();
  private @Nullable Probe probe;

  /** Watches a cluster. */
  ProbeUnderTest cluster(String name, RealKafka kafka) {
    return configure(name + ".properties.bootstrap.servers", kafka.broker().bootstrapServers());
  }

  ProbeUnderTest configure(String key, String value) {
    context.configure(key, value);
    return this;
  }

  /**
   * A partition that a source of the job {@code job} reads.
   *
   * @param lastRead the offset of the record that it read last, -1 before the first
   */
  AtomicLong source(Partition partition, long lastRead) {
    return source("job", partition, lastRead);
  }

  AtomicLong source(String job, Partition partition, long lastRead) {
    AtomicLong offset = new AtomicLong(lastRead);
    Map<String, String> labels = new HashMap<>(labels(job));
    labels.put("topic", partition.topic());
    labels.put("partition", Integer.toString(partition.number()));
    context.add(
        OPERATOR + ".KafkaSourceReader.topic.partition", "currentOffset", labels, offset::get);
    return offset;
  }

  /** The sources of the job {@code job} say that they have nothing to do. */
  void sourcesWait() {
    context.add(OPERATOR, "pendingRecords", labels("job"), 0L);
    context.add(TASK, "idleTimeMsPerSecond", labels("job"), 1_000L);
  }

  private static Map<String, String> labels(String job) {
    return Map.of(
        "job_id", "id of " + job,
        "job_name", job,
        "task_id", "t1",
        "operator_id", "o1",
        "operator_name", "Source: in",
        "subtask_index", "0");
  }

  /** Lets time pass that no test can wait for. */
  void advance(Duration time) {
    context.advance(time);
  }

  /** Looks once; tells how long it took. */
  Duration poll() throws Exception {
    Probe started = probe == null ? new KafkaLagProbeFactory().start(context) : probe;
    probe = started;
    context.runTasks();
    long begin = System.nanoTime();
    started.poll();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** How many requests the next look costs, all clusters together. */
  long requestsOfPoll() throws Exception {
    double before = requests();
    poll();
    return (long) (requests() - before);
  }

  private double requests() {
    return published("kafka_lag_requests_total").values().stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  List<String> reports() {
    return context.reports();
  }

  /**
   * The series of a family as a scrape at the epoch sees them. Each is named by its group and its
   * partition, and by how a position is known or by a status, where there are any of these: {@code
   * in-0 live}, {@code g in-0}, {@code g ok}. Those of several clusters are added up.
   */
  Map<String, Double> published(String family) {
    return published(family, 0);
  }

  /** The same as a scrape at a time sees them. */
  Map<String, Double> published(String family, long nowMillis) {
    return series(family, nowMillis)
        .collect(Collectors.toMap(each -> subject(each.labels), each -> each.value, Double::sum));
  }

  /** The same of one cluster alone, as a scrape now sees them. */
  Map<String, Double> ofCluster(String cluster, String family) {
    return series(family, context.now().toEpochMilli())
        .filter(each -> cluster.equals(each.labels.get("kafka_cluster")))
        .collect(Collectors.toMap(each -> subject(each.labels), each -> each.value));
  }

  /** When the first unread record was written, as the family of seconds says; empty if absent. */
  OptionalLong moment(String family, String subject) {
    // Later than any record.
    long scrape = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    Double seconds = published(family, scrape).get(subject);
    return seconds == null
        ? OptionalLong.empty()
        : OptionalLong.of(scrape - Math.round(seconds * 1_000));
  }

  private Stream<Series> series(String family, long nowMillis) {
    return context.parts().stream()
        .flatMap(part -> context.published(part, nowMillis).values().entrySet().stream())
        .flatMap(each -> Series.of(family, each.getKey(), each.getValue()).stream());
  }

  private static String subject(Map<String, String> labels) {
    String topic = labels.get("topic");
    String partition = topic == null ? null : topic + '-' + labels.get("partition");
    return Stream.of(
            labels.get("group"), partition, labels.get("position_source"), labels.get("status"))
        .filter(each -> each != null)
        .collect(Collectors.joining(" "));
  }

  void stop() throws Exception {
    if (probe != null) {
      probe.stop();
    }
  }

  /** A series. */
  private record Series(Map<String, String> labels, double value) {

    static Optional<Series> of(String family, String name, double value) {
      Matcher matcher = SERIES.matcher(name);
      if (!matcher.matches() || !matcher.group(1).equals(family)) {
        return Optional.empty();
      }
      Map<String, String> labels = new TreeMap<>();
      LABEL
          .matcher(matcher.group(2))
          .results()
          .forEach(each -> labels.put(each.group(1), each.group(2)));
      return Optional.of(new Series(labels, value));
    }
  }
}
