package io.streamgauge.it.cluster;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.Exposition.Sample;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.limits.WaitLimit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process publishes of the lag of a topic of one partition, at one moment. */
record PublishedLag(Exposition exposition, String topic) {

  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

  static PublishedLag of(FlinkProcess process, String topic) {
    return new PublishedLag(Exposition.scrape(process.metricsAddress().orElseThrow()), topic);
  }

  /** Waits until something is published. */
  static PublishedLag await(
      String what, FlinkProcess process, String topic, Predicate<PublishedLag> condition) {
    return Await.value(
        what + " of " + topic + ", log " + process.log(),
        WaitLimit.LIMIT,
        () -> Optional.of(of(process, topic)).filter(condition));
  }

  /** The lag of the source in records by position_source; empty if there is none. */
  Map<String, Long> source() {
    return ofTopic("streamgauge_kafka_source_lag_records")
        .collect(
            Collectors.toMap(each -> each.label("position_source"), each -> (long) each.number()));
  }

  boolean sourceIs(String positionSource, long records) {
    return source().equals(Map.of(positionSource, records));
  }

  OptionalDouble sourceSeconds() {
    return only(ofTopic("streamgauge_kafka_source_lag_seconds"));
  }

  /** The lag of the group in records. */
  OptionalDouble committed() {
    return only(ofTopic("streamgauge_kafka_committed_lag_records"));
  }

  boolean committedIs(long records) {
    return committed().equals(OptionalDouble.of((double) records));
  }

  /** What is wrong with the partition. */
  Set<String> problems() {
    return ofTopic("streamgauge_kafka_partition_problem")
        .map(each -> each.label("status"))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The offset of the last record that the source took, as Flink says; -1 before the first. */
  long currentOffset() {
    return (long)
        only(ofTopic(OPERATOR + "KafkaSourceReader_topic_partition_currentOffset")).orElse(-1);
  }

  /**
   * A metric that Flink's source has of the whole operator; empty if there is none.
   *
   * @param job its name
   * @param source its name
   */
  OptionalDouble ofFlink(String metric, String job, String source) {
    return only(
        exposition.samples(OPERATOR + metric).stream()
            .filter(each -> each.label("job_name").equals(job))
            .filter(each -> each.label("operator_name").endsWith(source)));
  }

  /** Whether the process publishes anything of ours about the topic. */
  boolean isEmpty() {
    return exposition.samples().stream()
        .filter(each -> each.name().startsWith("streamgauge_kafka"))
        .noneMatch(each -> each.label("topic").equals(topic));
  }

  /** Whether the probe kafka-lag runs in the process, as far as it publishes anything of it. */
  boolean isOfProbe() {
    return exposition.samples().stream()
        .anyMatch(
            each ->
                each.name().startsWith("streamgauge_kafka")
                    || each.label("probe").equals("kafka-lag"));
  }

  /** How many requests the process has sent to brokers. */
  double requests() {
    return only(exposition.samples("streamgauge_kafka_lag_requests_total").stream()).orElse(0);
  }

  private Stream<Sample> ofTopic(String family) {
    return exposition.samples(family).stream().filter(each -> each.label("topic").equals(topic));
  }

  private static OptionalDouble only(Stream<Sample> samples) {
    return samples.mapToDouble(Sample::number).reduce((a, b) -> Double.NaN);
  }
}
