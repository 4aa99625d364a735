package io.streamgauge.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.kafka.source.RunningJobs;
import io.streamgauge.kafka.source.SourceMetrics;
import io.streamgauge.kafka.testing.FakeBroker;
import io.streamgauge.reporter.probe.Role;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** The probe on clusters in memory; its sources are partitions of the topic {@code in}. */
abstract class ProbeOnFakeBrokers {

  static final Duration INTERVAL = Duration.ofSeconds(30);
  static final String OPERATOR = "taskmanager.job.task.operator";
  static final String SPLIT = OPERATOR + ".KafkaSourceReader.topic.partition";
  static final Map<String, String> SOURCE =
      Map.of(
          "job_id", "j1",
          "job_name", "orders",
          "task_id", "t1",
          "operator_id", "o1",
          "operator_name", "Source: in",
          "subtask_index", "0");

  final TestingContext context = new TestingContext().as(Role.TASK_MANAGER);
  private final Map<String, FakeBroker> brokers = new TreeMap<>();
  final FakeBroker broker = cluster("main");
  private Optional<KafkaLagProbe> started = Optional.empty();

  @AfterEach
  void stop() {
    started.ifPresent(KafkaLagProbe::stop);
    brokers
        .values()
        .forEach(each -> assertThat(each.isClosed()).isEqualTo(!each.asked().isEmpty()));
  }

  FakeBroker cluster(String name) {
    context.configure(name + ".properties.bootstrap.servers", "127.0.0.1:1");
    FakeBroker created = new FakeBroker();
    brokers.put(name, created);
    return created;
  }

  void groups(String names) {
    context.as(Role.STANDALONE).configure("main.groups", names);
  }

  /** Creates the topic with one partition and a log between two offsets. */
  FakeBroker log(long start, long end) {
    return broker.topic("in", "id", 1).log("in", 0, start, end);
  }

  AtomicLong position(int partition, long offset) {
    AtomicLong value = new AtomicLong(offset);
    context.add(SPLIT, "currentOffset", labels(partition), value::get);
    return value;
  }

  static Map<String, String> labels(int partition) {
    Map<String, String> labels = new TreeMap<>(SOURCE);
    labels.put("topic", "in");
    labels.put("partition", Integer.toString(partition));
    return labels;
  }

  void pollFor(Duration time) throws Exception {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(time) < 0;
        passed = passed.plus(INTERVAL)) {
      poll();
      context.advance(INTERVAL);
    }
    poll();
  }

  void poll() throws Exception {
    KafkaLagProbe probe = start();
    context.runTasks();
    probe.poll();
  }

  KafkaLagProbe start() {
    if (started.isEmpty()) {
      started =
          Optional.of(
              new KafkaLagProbe(
                  context,
                  KafkaSettings.from(context.configuration(), context.interval()),
                  settings -> requireNonNull(brokers.get(settings.name())),
                  SourceMetrics.follow(context),
                  context.roles().contains(Role.JOB_MANAGER)
                      ? Optional.of(RunningJobs.follow(context))
                      : Optional.empty()));
    }
    return started.get();
  }

  Iterable<String> problems() {
    return published("kafka_partition_problem").keySet().stream()
        .map(each -> each.replaceFirst(".*status=\"(\\w+)\".*", "$1"))
        .toList();
  }

  Map<String, Double> partitions() {
    Map<String, Double> counts = new TreeMap<>();
    published("kafka_source_partitions")
        .forEach(
            (name, count) -> counts.put(name.replaceFirst(".*status=\"(\\w+)\".*", "$1"), count));
    return counts;
  }

  Map<String, Double> published(String family) {
    return published(family, 0);
  }

  /** The series of a family by those of their labels that are not the source's own. */
  Map<String, Double> published(String family, long nowMillis) {
    Map<String, Double> found = new TreeMap<>();
    for (String part : context.parts()) {
      PublishedSeries series = context.published(part, nowMillis);
      series.values().forEach((name, value) -> add(found, family, name, value));
    }
    return found;
  }

  private static void add(Map<String, Double> found, String family, String name, double value) {
    String beginning = "streamgauge_" + family + '{';
    if (name.startsWith(beginning)) {
      String labels = name.substring(beginning.length() - 1);
      found.put(
          labels.replaceAll(
              "(host|job_id|job_name|operator_id|operator_name|task_id)=\"[^\"]*\",?", ""),
          value);
    }
  }

  static String split(int partition, String positionSource) {
    return "{kafka_cluster=\"main\",partition=\"%d\",position_source=\"%s\",topic=\"in\"}"
        .formatted(partition, positionSource);
  }

  static String ofGroup(int partition) {
    return "{group=\"g\",kafka_cluster=\"main\",partition=\"%d\",topic=\"in\"}"
        .formatted(partition);
  }
}
