package io.streamgauge.it.cluster;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaTopics;
import io.streamgauge.it.cluster.job.Script;
import io.streamgauge.limits.WaitLimit;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A broker, a Flink cluster that watches it, and what a test does with both. All topics have one
 * partition; how many records it holds is known, because the test has sent them.
 */
final class LagStage implements AutoCloseable {

  private static final String KAFKA = "metrics.reporter.streamgauge.kafka.";

  private final String version;
  private final KafkaBroker broker;
  private final FlinkCluster cluster;
  private final KafkaTopics topics;
  private final String jar;
  private final Map<String, Long> sent = new HashMap<>();

  private LagStage(String version, KafkaBroker broker, FlinkCluster cluster) {
    this.version = version;
    this.broker = broker;
    this.cluster = cluster;
    this.topics = KafkaTopics.of(broker);
    List<Path> connector = FlinkDistribution.of(version).kafkaConnector();
    this.jar =
        cluster
            .rest()
            .upload(JobJar.write(cluster.directory().resolve("kafka-job.jar"), connector));
  }

  /**
   * Starts everything.
   *
   * @param groups also the names of the jobs that commit as them
   */
  static LagStage start(String version, List<String> groups) {
    return start(version, groups, UnaryOperator.identity());
  }

  /**
   * The same with a cluster that has more.
   *
   * @param more what it has
   */
  static LagStage start(
      String version, List<String> groups, UnaryOperator<FlinkCluster.Builder> more) {
    return start(version, KafkaBroker.start(), groups, more);
  }

  /** The same with a broker that runs, and is closed with the stage. */
  static LagStage start(
      String version,
      KafkaBroker broker,
      List<String> groups,
      UnaryOperator<FlinkCluster.Builder> more) {
    try {
      return new LagStage(version, broker, more.apply(builder(version, broker, groups)).start());
    } catch (RuntimeException | Error e) {
      broker.close();
      throw e;
    }
  }

  private static FlinkCluster.Builder builder(
      String version, KafkaBroker broker, List<String> groups) {
    FlinkCluster.Builder cluster =
        Clusters.streamgauge()
            .version(version)
            .configure(KAFKA + "interval", "1 s")
            .configure(KAFKA + "timeout", "30 s")
            .configure(KAFKA + "window", "5 s")
            .configure(KAFKA + "commit-window", "5 s")
            .configure(KAFKA + "main.properties.bootstrap.servers", broker.bootstrapServers())
            .configure("heartbeat.interval", "2 s")
            .configure("execution.checkpointing.tolerable-failed-checkpoints", 10_000);
    groups.forEach(
        each -> cluster.configure(KAFKA + "main.group." + each + ".sources", each + "/*"));
    return cluster;
  }

  FlinkCluster cluster() {
    return cluster;
  }

  FlinkProcess jobManager() {
    return cluster.jobManager();
  }

  /** The TaskManager that was started last. */
  FlinkProcess taskManager() {
    List<FlinkProcess> all = cluster.taskManagers();
    return all.get(all.size() - 1);
  }

  void createTopics(String... names) {
    Stream.of(names).forEach(each -> topics.create(each, 1));
  }

  /** Sends short records of this moment, and returns when Kafka has them. */
  void send(String topic, int count) {
    long now = System.currentTimeMillis();
    send(topic, count, "record", offset -> now);
  }

  /**
   * Sends records, and returns when Kafka has them.
   *
   * @param timestamp in milliseconds, of the record at an offset
   */
  void send(String topic, int count, String value, LongUnaryOperator timestamp) {
    long first = sent(topic);
    topics.send(
        LongStream.range(first, first + count)
            .map(timestamp)
            .mapToObj(millis -> new ProducerRecord<>(topic, 0, millis, null, value)));
    sent.merge(topic, (long) count, Long::sum);
  }

  /** How many records were sent: where the topic ends. */
  long sent(String topic) {
    return sent.getOrDefault(topic, 0L);
  }

  /** Commits for a group that nobody is in. */
  void commit(String group, String topic, long offset) {
    topics.commit(group, Map.of(new TopicPartition(topic, 0), offset));
  }

  /** What a group has committed, as the broker says; -1 if nothing. */
  long committed(String group, String topic) {
    return topics.committed(group, new TopicPartition(topic, 0)).orElse(-1);
  }

  void awaitCommitted(String group, String topic, long offset) {
    Await.until(
        group + " to commit " + offset + ", logs in " + cluster.directory(),
        WaitLimit.LIMIT,
        () -> committed(group, topic) == offset);
  }

  /** The script of a job. */
  Script script(String job) {
    return new Script(scriptDirectory(job).toString());
  }

  Path scriptDirectory(String job) {
    return Clusters.directory(cluster, "script-of-" + job);
  }

  /** Runs a job, and returns its id when all its tasks run. The first argument is the broker. */
  String run(Class<?> job, Object... arguments) {
    String id = cluster.rest().run(jar, job.getName(), 1, all(arguments));
    Clusters.awaitTasks(cluster, id);
    return id;
  }

  /** The same from a savepoint. */
  String restore(String savepoint, Class<?> job, Object... arguments) {
    String id = cluster.rest().restore(jar, job.getName(), 1, all(arguments), savepoint);
    Clusters.awaitTasks(cluster, id);
    return id;
  }

  private List<String> all(Object... arguments) {
    return Stream.concat(
            Stream.of(broker.bootstrapServers()), Stream.of(arguments).map(Object::toString))
        .toList();
  }

  /** Waits until a process publishes something of a topic's lag. */
  PublishedLag await(
      String what, FlinkProcess process, String topic, Predicate<PublishedLag> condition) {
    return PublishedLag.await(what, process, topic, condition);
  }

  @Override
  public void close() {
    try (broker;
        cluster) {
      topics.close();
    }
  }

  @Override
  public String toString() {
    return "Flink " + version;
  }
}
