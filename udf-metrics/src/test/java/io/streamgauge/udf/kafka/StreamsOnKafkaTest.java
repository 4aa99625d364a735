package io.streamgauge.udf.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaTopics;
import io.streamgauge.udf.stream.DeadLetter;
import io.streamgauge.udf.stream.DeadLetterConsumer;
import io.streamgauge.udf.stream.Numbers;
import io.streamgauge.udf.stream.StreamInput;
import io.streamgauge.udf.stream.StreamOutput;
import io.streamgauge.udf.testing.RecordedMetrics;
import io.streamgauge.udf.testing.RecordingReporter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real jobs on a real broker: 30 messages in two topics of two partitions, 7 of them unreadable.
 */
@Tag("flink")
@Tag("slow")
class StreamsOnKafkaTest {

  private static final int MESSAGES = 30;
  private static final Set<Integer> UNREADABLE = Set.of(0, 4, 7, 11, 18, 25, 29);
  private static final AtomicInteger TESTS = new AtomicInteger();

  private static KafkaBroker broker;
  private static KafkaTopics topics;

  private final Configuration configuration = new Configuration();
  private final RecordedMetrics recorded = RecordingReporter.in(configuration);
  private final String first = "first-" + TESTS.incrementAndGet();
  private final String second = "second-" + TESTS.get();

  @BeforeAll
  static void start() {
    // The messages are of 1970, and are to stay.
    broker = KafkaBroker.builder().configure("log.retention.ms", -1).start();
    topics = KafkaTopics.of(broker);
  }

  @AfterAll
  static void stop() {
    topics.close();
    broker.close();
  }

  private void createTopics() {
    topics.create(first, 2);
    topics.create(second, 2);
  }

  /** Writes the messages, and returns where those are that cannot be read. */
  private Set<String> written() {
    createTopics();
    Set<String> unreadable = new HashSet<>();
    List<ProducerRecord<String, String>> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      String value = (UNREADABLE.contains(i) ? "x" : "") + i;
      messages.add(
          new ProducerRecord<>(i % 3 == 0 ? second : first, i % 2, 1_000L + i, "key" + i, value));
    }
    List<RecordMetadata> offsets = topics.send(messages.stream());
    for (int i : UNREADABLE) {
      RecordMetadata at = offsets.get(i);
      unreadable.add(
          place(at.topic(), at.partition(), at.offset()) + ' ' + messages.get(i).value());
    }
    return unreadable;
  }

  private static String place(String topic, int partition, long offset) {
    return topic + '-' + partition + '@' + offset;
  }

  private static List<Integer> readable() {
    return IntStream.range(0, MESSAGES).filter(i -> !UNREADABLE.contains(i)).boxed().toList();
  }

  /** The sizes of all keys and values. */
  private static int bytes() {
    return IntStream.range(0, MESSAGES)
        .map(i -> 3 + 2 * Integer.toString(i).length() + (UNREADABLE.contains(i) ? 1 : 0))
        .sum();
  }

  private KafkaSourceBuilder<Integer> source() {
    return KafkaSource.<Integer>builder()
        .setBootstrapServers(broker.bootstrapServers())
        .setGroupId("test")
        .setTopics(first, second)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setBounded(OffsetsInitializer.latest());
  }

  private List<Integer> run(KafkaSource<Integer> source, MapFunction<Integer, Integer> behind)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    List<Integer> records =
        new ArrayList<>(
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
                .map(behind)
                .returns(Integer.class)
                .executeAndCollect(2 * MESSAGES));
    Collections.sort(records);
    return records;
  }

  private List<Integer> run(StreamInput input) throws Exception {
    return run(
        source().setDeserializer(KafkaInput.aroundValues(input, new Numbers())).build(),
        number -> number);
  }

  private double unreadable(String topic) {
    return recorded.sum("input_rejected_total", "topic", topic, "reason", "unreadable");
  }

  @Test
  void whatIsUnreadableIsSkippedAndCounted() throws Exception {
    written();

    List<Integer> records = run(StreamInput.named("orders").cluster("main").skippingUnreadable());

    assertThat(records).isEqualTo(readable());
    assertThat(recorded.sum("input_records_total", "stream", "orders")).isEqualTo(MESSAGES);
    assertThat(recorded.sum("input_records_total", "topic", first)).isEqualTo(20);
    assertThat(recorded.sum("input_records_total", "topic", second)).isEqualTo(10);
    assertThat(recorded.sum("input_bytes_total")).isEqualTo(bytes());
    assertThat(recorded.sum("input_rejections_total")).isEqualTo(UNREADABLE.size());
    assertThat(unreadable(first)).isEqualTo(5);
    assertThat(unreadable(second)).isEqualTo(2);
    assertThat(
            recorded.sum(
                "input_stream_info",
                "topic",
                first,
                "schema",
                "java.lang.Integer",
                "kafka_cluster",
                "main"))
        .isEqualTo(1);
  }

  @Test
  void whatIsUnreadableIsHandedOverWithItsPlace() throws Exception {
    Set<String> unreadable = written();
    Letters.TAKEN.clear();
    Letters.CLOSED.set(0);

    List<Integer> records = run(StreamInput.named("orders").deadLetters(new Letters()));

    assertThat(records).isEqualTo(readable());
    assertThat(Letters.TAKEN).containsExactlyInAnyOrderElementsOf(unreadable);
    assertThat(recorded.sum("input_rejections_total")).isEqualTo(UNREADABLE.size());
    await().until(() -> Letters.CLOSED.get() == 1);
  }

  @Test
  void whatIsUnreadableFailsTheJobUnlessItIsSaidOtherwise() throws Exception {
    written();

    assertThatThrownBy(() -> run(StreamInput.named("orders")))
        .hasStackTraceContaining("NumberFormatException: For input string: \"x");

    assertThat(recorded.sum("input_rejections_total")).isEqualTo(1);
    assertThat(recorded.sum("input_rejected_total", "reason", "unreadable")).isEqualTo(1);
  }

  @Test
  void aLetterThatCannotBeHandedOverFailsTheJob() throws Exception {
    written();

    assertThatThrownBy(
            () ->
                run(
                    StreamInput.named("orders")
                        .deadLetters(
                            letter -> {
                              throw new IllegalStateException("the queue is full");
                            })))
        .hasStackTraceContaining("could not be handed over: stream 'orders', topic '")
        .hasStackTraceContaining("the queue is full");

    assertThat(recorded.sum("input_rejections_total")).isEqualTo(1);
  }

  @Test
  void whatFailsBehindTheSourceFailsTheJobAndIsNoRejection() throws Exception {
    createTopics();
    write(first, "1", "2", "3");
    KafkaSource<Integer> source =
        source()
            .setDeserializer(
                KafkaInput.aroundValues(
                    StreamInput.named("orders").skippingUnreadable(), new Numbers()))
            .build();

    assertThatThrownBy(
            () ->
                run(
                    source,
                    number -> {
                      if (number == 2) {
                        throw new IllegalStateException("behind the source");
                      }
                      return number;
                    }))
        .hasStackTraceContaining("behind the source");

    assertThat(recorded.sum("input_rejections_total")).isZero();
    assertThat(recorded.sum("input_records_total")).isBetween(1.0, 3.0);
  }

  private static void write(String topic, String... values) {
    topics.send(Stream.of(values).map(value -> new ProducerRecord<>(topic, 0, "k", value)));
  }

  @Test
  void aPlainSchemaOfASourceIsCountedToo() throws Exception {
    written();
    KafkaSource<Integer> source =
        source()
            .setValueOnlyDeserializer(
                StreamInput.named("orders")
                    .topic("orders")
                    .skippingUnreadable()
                    .around(new Numbers()))
            .build();

    List<Integer> records = run(source, number -> number);

    assertThat(records).isEqualTo(readable());
    assertThat(recorded.sum("input_records_total", "topic", "orders")).isEqualTo(MESSAGES);
    assertThat(unreadable("orders")).isEqualTo(UNREADABLE.size());
    assertThat(recorded.sum("input_stream_info", "topic", "orders")).isEqualTo(1);
  }

  private KafkaSink<Integer> sink() {
    // What a schema captures goes to the tasks.
    String even = first;
    String odd = second;
    return KafkaSink.<Integer>builder()
        .setBootstrapServers(broker.bootstrapServers())
        .setRecordSerializer(
            KafkaOutput.around(
                StreamOutput.named("alerts").schema(Integer.class).cluster("main"),
                KafkaRecordSerializationSchema.<Integer>builder()
                    .setTopicSelector(number -> number % 2 == 0 ? even : odd)
                    .setKeySerializationSchema(number -> new byte[] {'k'})
                    .setValueSerializationSchema(new Numbers())
                    .build()))
        .build();
  }

  private void send(Integer... numbers) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    env.fromData(numbers).sinkTo(sink());
    env.execute();
  }

  @Test
  void whatIsWrittenIsCountedByTopic() throws Exception {
    createTopics();

    send(1, 2, 3, 44, 5);

    assertThat(valuesOf(first)).containsExactlyInAnyOrder("2", "44");
    assertThat(valuesOf(second)).containsExactlyInAnyOrder("1", "3", "5");
    assertThat(recorded.sum("output_records_total", "topic", first)).isEqualTo(2);
    assertThat(recorded.sum("output_records_total", "topic", second)).isEqualTo(3);
    assertThat(recorded.sum("output_bytes_total", "topic", first)).isEqualTo(5);
    assertThat(recorded.sum("output_bytes_total", "topic", second)).isEqualTo(6);
    assertThat(recorded.sum("output_rejections_total")).isZero();
    assertThat(
            recorded.sum(
                "output_stream_info",
                "topic",
                first,
                "schema",
                "java.lang.Integer",
                "kafka_cluster",
                "main"))
        .isEqualTo(1);
  }

  @Test
  void whatIsUnwritableFailsTheJobAndIsCounted() throws Exception {
    createTopics();

    assertThatThrownBy(() -> send(1, -7)).hasStackTraceContaining("negative: -7");

    assertThat(recorded.sum("output_rejected_total", "reason", "unwritable")).isEqualTo(1);
    assertThat(recorded.sum("output_records_total")).isEqualTo(1);
  }

  private static List<String> valuesOf(String topic) {
    List<TopicPartition> partitions =
        List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            topics.client(Map.of()), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
          values.add(each.value());
        }
      }
    }
    return values;
  }

  private static final class Letters implements DeadLetterConsumer {

    private static final long serialVersionUID = 1;
    private static final List<String> TAKEN = Collections.synchronizedList(new ArrayList<>());
    private static final AtomicInteger CLOSED = new AtomicInteger();

    @Override
    public void accept(DeadLetter letter) {
      byte[] value = letter.value();
      assertThat(letter.timestamp()).isPresent();
      TAKEN.add(
          place(letter.topic(), letter.partition().orElseThrow(), letter.offset().orElseThrow())
              + ' '
              + (value == null ? "" : new String(value, StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }
}
