package io.streamgauge.udf.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.testing.RecordedMetrics;
import java.io.IOException;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamInputTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final SchemaContext context = new SchemaContext(recorded);
  private final StreamInput orders = StreamInput.named("orders").topic("orders-v2").cluster("main");
  private final List<Integer> collected = new ArrayList<>();
  private final Collector<Integer> out = new ListCollector(collected);

  private <T> DeserializationSchema<T> opened(StreamInput input, DeserializationSchema<T> schema)
      throws Exception {
    DeserializationSchema<T> wrapped = input.around(schema);
    wrapped.open(context);
    return wrapped;
  }

  private DeserializationSchema<Integer> opened(StreamInput input) throws Exception {
    return opened(input, new Numbers());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private double rejected(String reason) {
    return recorded.sum("input_rejected_total", "stream", "orders", "reason", reason);
  }

  /** The two ways in which connectors call a schema. */
  enum Call {
    RETURNING {
      @Override
      <T> void read(DeserializationSchema<T> schema, byte @Nullable [] message, Collector<T> out)
          throws IOException {
        T record = schema.deserialize(message);
        if (record != null) {
          out.collect(record);
        }
      }
    },
    COLLECTING {
      @Override
      <T> void read(DeserializationSchema<T> schema, byte @Nullable [] message, Collector<T> out)
          throws IOException {
        schema.deserialize(message, out);
      }
    };

    abstract <T> void read(
        DeserializationSchema<T> schema, byte @Nullable [] message, Collector<T> out)
        throws IOException;
  }

  @Test
  void whatTheStreamIsIsToldFromTheStart() throws Exception {
    opened(orders);

    assertThat(recorded.family("input_stream_info"))
        .isEqualTo(
            Map.of(
                "input_stream_info,kafka_cluster=main,schema=java.lang.Integer,stream=orders,"
                    + "topic=orders-v2",
                1.0));
    assertThat(recorded.family("input_rejections_total"))
        .isEqualTo(Map.of("input_rejections_total,stream=orders", 0.0));
    assertThat(recorded.family("input_rejected_total"))
        .isEqualTo(
            Map.of(
                "input_rejected_total,reason=empty,stream=orders,topic=orders-v2", 0.0,
                "input_rejected_total,reason=unreadable,stream=orders,topic=orders-v2", 0.0));
    assertThat(recorded.sum("input_records_total", "topic", "orders-v2")).isZero();
  }

  @Test
  void theSchemaIsWhatTheAuthorSays() throws Exception {
    opened(orders.schema("com.acme.Order"));

    assertThat(recorded.sum("input_stream_info", "schema", "com.acme.Order")).isEqualTo(1);
  }

  @Test
  void whatIsNotKnownIsEmpty() throws Exception {
    opened(StreamInput.named("orders"));

    assertThat(recorded.family("input_stream_info"))
        .containsOnlyKeys(
            "input_stream_info,kafka_cluster=,schema=java.lang.Integer,stream=orders,topic=");
  }

  @ParameterizedTest
  @EnumSource
  void messagesAndBytesAreCounted(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders);

    call.read(schema, bytes("12"), out);
    call.read(schema, bytes("345"), out);

    assertThat(collected).containsExactly(12, 345);
    assertThat(recorded.sum("input_records_total")).isEqualTo(2);
    assertThat(recorded.sum("input_bytes_total")).isEqualTo(5);
    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsUnreadableFailsTheJobWithItsOwnExceptionUnlessItIsSaidOtherwise(Call call)
      throws Exception {
    IOException failure = new IOException("broken");
    DeserializationSchema<Integer> schema = opened(orders, new Throwing(failure));

    assertThatThrownBy(() -> call.read(schema, bytes("12"), out)).isSameAs(failure);

    assertThat(rejected("unreadable")).isEqualTo(1);
    assertThat(recorded.sum("input_rejections_total")).isEqualTo(1);
    assertThat(recorded.sum("input_records_total")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsUnreadableIsSkippedAndCounted(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders.skippingUnreadable());

    for (String text : List.of("1", "x", "2", "y", "z", "3")) {
      call.read(schema, bytes(text), out);
    }

    assertThat(collected).containsExactly(1, 2, 3);
    assertThat(rejected("unreadable")).isEqualTo(3);
    assertThat(recorded.sum("input_records_total")).isEqualTo(6);
    assertThat(recorded.sum("input_bytes_total")).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsUnreadableIsHandedOver(Call call) throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    DeserializationSchema<Integer> schema = opened(orders.deadLetters(letters::add));

    call.read(schema, bytes("1"), out);
    call.read(schema, bytes("x"), out);

    assertThat(collected).containsExactly(1);
    assertThat(letters).hasSize(1);
    DeadLetter letter = letters.get(0);
    assertThat(letter.value()).isEqualTo(bytes("x"));
    assertThat(letter.failure()).isInstanceOf(NumberFormatException.class);
    assertThat(letter.stream()).isEqualTo("orders");
    assertThat(letter.topic()).isEqualTo("orders-v2");
    assertThat(letter.key()).isNull();
    assertThat(letter.partition()).isEqualTo(OptionalInt.empty());
    assertThat(letter.offset()).isEqualTo(OptionalLong.empty());
    assertThat(letter.timestamp()).isEqualTo(OptionalLong.empty());
    assertThat(letter).hasToString("stream 'orders', topic 'orders-v2'");
    assertThat(rejected("unreadable")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeHandedOverFailsTheJob(Call call) throws Exception {
    IOException full = new IOException("the queue is full");
    DeserializationSchema<Integer> schema =
        opened(
            orders.deadLetters(
                letter -> {
                  throw full;
                }));

    assertThatThrownBy(() -> call.read(schema, bytes("x"), out))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "what could not be read could not be handed over: stream 'orders', topic 'orders-v2'")
        .hasCause(full)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed()[0]).isInstanceOf(NumberFormatException.class));
    assertThat(rejected("unreadable")).isEqualTo(1);
  }

  @Test
  void aConsumerIsOpenedAndClosedWithTheClassLoader() throws Exception {
    Recorded.CALLS.clear();
    opened(orders.deadLetters(new Recorded())).deserialize(bytes("x"));

    context.releaseClassLoader();

    assertThat(Recorded.CALLS).containsExactly("open", "accept", "close");
  }

  @Test
  void aConsumerIsClosedOnceAtTheNextAttemptIfItsTaskHasEnded() throws Exception {
    Recorded.CALLS.clear();
    StreamInput recording = orders.deadLetters(new Recorded());
    endedTask(() -> opened(recording)).get(10, TimeUnit.SECONDS);
    assertThat(Recorded.CALLS).containsExactly("open");

    opened(recording);
    assertThat(Recorded.CALLS).containsExactly("open", "close", "open");
    context.releaseClassLoader();

    assertThat(Recorded.CALLS).containsExactly("open", "close", "open", "close");
  }

  @Test
  void aConsumerOfATaskThatRunsStaysOpenAtTheNextAttempt() throws Exception {
    Recorded.CALLS.clear();
    StreamInput recording = orders.deadLetters(new Recorded());
    opened(recording);

    endedTask(() -> opened(recording)).get(10, TimeUnit.SECONDS);

    assertThat(Recorded.CALLS).containsExactly("open", "open");
    context.releaseClassLoader();
  }

  @Test
  void aConsumerThatCannotBeOpenedIsClosedAtOnceAndFailsAsItDoes() {
    Recorded.CALLS.clear();
    IOException failure = new IOException("no queue");

    assertThatThrownBy(() -> opened(orders.deadLetters(new Unopenable(failure)))).isSameAs(failure);
    assertThat(Recorded.CALLS).containsExactly("close");
    context.releaseClassLoader();

    assertThat(Recorded.CALLS).containsExactly("close");
  }

  @Test
  void aConsumerIsOpenedWhereTheEndOfTheClassLoaderIsNotTold() throws Exception {
    Recorded.CALLS.clear();
    context.refuseHooks();

    endedTask(() -> opened(orders.deadLetters(new Recorded()))).get(10, TimeUnit.SECONDS);
    assertThat(Recorded.CALLS).containsExactly("open");
    opened(orders.deadLetters(letter -> {}));

    assertThat(Recorded.CALLS).containsExactly("open", "close");
  }

  /** What a thread made that has ended since. */
  private static <T> FutureTask<T> endedTask(Callable<T> made) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(made);
    Thread thread = new Thread(task, "ended-task");
    thread.start();
    thread.join(10_000);
    return task;
  }

  @ParameterizedTest
  @EnumSource
  void aMessageOfWhichThereIsNoRecordIsEmpty(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders);

    call.read(schema, bytes(""), out);

    assertThat(collected).isEmpty();
    assertThat(rejected("empty")).isEqualTo(1);
    assertThat(rejected("unreadable")).isZero();
    assertThat(recorded.sum("input_rejections_total")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aTombstoneOfWhichThereIsNoRecordIsNoRejection(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders);

    call.read(schema, null, out);

    assertThat(recorded.sum("input_records_total")).isEqualTo(1);
    assertThat(recorded.sum("input_bytes_total")).isZero();
    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aSchemaMayFilterOnPurpose(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders.mayBeEmpty());

    call.read(schema, bytes(""), out);

    assertThat(recorded.sum("input_rejections_total")).isZero();
    assertThat(recorded.sum("input_records_total")).isEqualTo(1);
  }

  @Test
  void whatFailsBehindTheSchemaIsNeverSkippedNorCounted() throws Exception {
    DeserializationSchema<Integer> schema = opened(orders.skippingUnreadable());
    IllegalStateException failure = new IllegalStateException("behind");

    assertThatThrownBy(() -> schema.deserialize(bytes("1"), new FailingCollector(failure)))
        .isSameAs(failure);

    assertThat(recorded.sum("input_rejections_total")).isZero();
    schema.deserialize(bytes("x"), out);
    assertThat(recorded.sum("input_rejections_total")).as("of the next message").isEqualTo(1);
  }

  @Test
  void noFailureBehindTheSchemaIsHiddenByWhatTheSchemaMakesOfIt() throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    DeserializationSchema<Integer> schema =
        opened(orders.deadLetters(letters::add), new Translating());

    assertThatThrownBy(
            () ->
                schema.deserialize(
                    bytes("1"), new FailingCollector(new RuntimeException("behind"))))
        .isInstanceOf(IOException.class)
        .hasMessage("translated, without a cause");

    assertThat(recorded.sum("input_rejections_total")).isZero();
    assertThat(letters).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anErrorIsNoFaultOfTheMessage(Call call) throws Exception {
    NoClassDefFoundError error = new NoClassDefFoundError("com/acme/Order");
    DeserializationSchema<Integer> schema =
        opened(orders.skippingUnreadable(), new Throwing(error));

    assertThatThrownBy(() -> call.read(schema, bytes("1"), out)).isSameAs(error);

    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatIsCancelledRejectsNothing(Call call) throws Exception {
    IOException cancelled = new IOException(new InterruptedException());
    DeserializationSchema<Integer> schema =
        opened(orders.skippingUnreadable(), new Throwing(cancelled));

    assertThatThrownBy(() -> call.read(schema, bytes("1"), out)).isSameAs(cancelled);

    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  static Stream<Exception> outages() {
    return Stream.of(
        new ConnectException("refused"),
        new UnknownHostException("registry"),
        new NoRouteToHostException("registry"),
        new SocketTimeoutException("slow"),
        new HttpTimeoutException("slow"),
        new HttpConnectTimeoutException("slow"));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void anOutageBehindTheSchemaIsNoFaultOfTheMessage(Exception outage) throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    IOException failure = new IOException("no schema", new IllegalStateException(outage));
    DeserializationSchema<Integer> schema =
        opened(orders.deadLetters(letters::add), new Throwing(failure));

    for (Call call : Call.values()) {
      assertThatThrownBy(() -> call.read(schema, bytes("1"), out)).isSameAs(failure);
    }

    assertThat(letters).isEmpty();
    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoFaultOfTheMessageCanBeSaid(Call call) throws Exception {
    DeserializationSchema<Integer> schema =
        opened(
            orders
                .skippingUnreadable()
                .failingOn(failure -> String.valueOf(failure.getMessage()).contains("\"x\"")));

    assertThatThrownBy(() -> call.read(schema, bytes("x"), out))
        .isInstanceOf(NumberFormatException.class);
    assertThat(recorded.sum("input_rejections_total")).isZero();
    call.read(schema, bytes("y"), out);

    assertThat(rejected("unreadable")).isEqualTo(1);
  }

  @Test
  void whatIsSaidBesidesLeavesTheUsualOutages() throws Exception {
    ConnectException refused = new ConnectException("refused");
    DeserializationSchema<Integer> schema =
        opened(orders.failingOn(failure -> false).skippingUnreadable(), new Throwing(refused));

    assertThatThrownBy(() -> schema.deserialize(bytes("1"))).isSameAs(refused);

    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  @Test
  void theRestIsTheSchemasOwn() throws Exception {
    DeserializationSchema<Integer> schema = opened(orders);

    assertThat(schema.getProducedType()).isEqualTo(Types.INT);
    assertThat(schema.isEndOfStream(98)).isFalse();
    assertThat(schema.isEndOfStream(99)).isTrue();
  }

  @Test
  void itGoesWithTheJobAndWorksUnopened() throws Exception {
    DeserializationSchema<Integer> schema =
        InstantiationUtil.clone(
            orders
                .schema(Integer.class)
                .deadLetters(new Recorded())
                .failingOn(failure -> false)
                .mayBeEmpty()
                .around(new Numbers()));

    assertThat(schema.deserialize(bytes("7"))).isEqualTo(7);
    assertThat(recorded.names()).isEmpty();
  }

  @Test
  void aNameMustNotBeBlank() {
    assertThatThrownBy(() -> StreamInput.named(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of a stream must have 1 to 200 characters, not ''");
  }

  private static final class ListCollector implements Collector<Integer>, Serializable {

    private static final long serialVersionUID = 1;

    private final transient List<Integer> records;

    ListCollector(List<Integer> records) {
      this.records = records;
    }

    @Override
    public void collect(Integer record) {
      records.add(record);
    }

    @Override
    public void close() {}
  }

  private record FailingCollector(RuntimeException failure) implements Collector<Integer> {

    @Override
    public void collect(Integer record) {
      throw failure;
    }

    @Override
    public void close() {}
  }

  private static final class Throwing extends AbstractDeserializationSchema<Integer> {

    private static final long serialVersionUID = 1;

    private final Throwable thrown;

    Throwing(Throwable thrown) {
      super(Types.INT);
      this.thrown = thrown;
    }

    @Override
    public Integer deserialize(byte[] message) throws IOException {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (IOException) thrown;
    }
  }

  /** Makes an exception of its own of what happens while it collects. */
  private static final class Translating extends AbstractDeserializationSchema<Integer> {

    private static final long serialVersionUID = 1;

    Translating() {
      super(Types.INT);
    }

    @Override
    public Integer deserialize(byte[] message) {
      return 1;
    }

    @Override
    public void deserialize(byte[] message, Collector<Integer> collector) throws IOException {
      try {
        collector.collect(1);
      } catch (RuntimeException e) {
        throw new IOException("translated, without a cause");
      }
    }
  }

  private static final class Unopenable implements DeadLetterConsumer {

    private static final long serialVersionUID = 1;

    private final IOException failure;

    Unopenable(IOException failure) {
      this.failure = failure;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws IOException {
      throw failure;
    }

    @Override
    public void accept(DeadLetter letter) {}

    @Override
    public void close() {
      Recorded.CALLS.add("close");
    }
  }

  private static final class Recorded implements DeadLetterConsumer {

    private static final long serialVersionUID = 1;
    private static final List<String> CALLS = new ArrayList<>();

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
      CALLS.add("open");
    }

    @Override
    public void accept(DeadLetter letter) {
      CALLS.add("accept");
    }

    @Override
    public void close() {
      CALLS.add("close");
    }
  }
}
