package io.streamgauge.udf.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unreadable messages go to a consumer, which is opened and closed with the task. */
class DeadLettersTest extends OpenedInput {

  @ParameterizedTest
  @EnumSource
  void unreadable_isADeadLetter(Call call) throws Exception {
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
  void failingConsumer_failsTheJob(Call call) throws Exception {
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
  void consumer_isOpenedAndClosedWithTheClassLoader() throws Exception {
    RecordedConsumer.CALLS.clear();
    opened(orders.deadLetters(new RecordedConsumer())).deserialize(bytes("x"));

    context.releaseClassLoader();

    assertThat(RecordedConsumer.CALLS).containsExactly("open", "accept", "close");
  }

  @Test
  void consumerOfAnEndedTask_isClosedOnceAtTheNextAttempt() throws Exception {
    RecordedConsumer.CALLS.clear();
    StreamInput recording = orders.deadLetters(new RecordedConsumer());
    endedTask(() -> opened(recording)).get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(RecordedConsumer.CALLS).containsExactly("open");

    opened(recording);
    assertThat(RecordedConsumer.CALLS).containsExactly("open", "close", "open");
    context.releaseClassLoader();

    assertThat(RecordedConsumer.CALLS).containsExactly("open", "close", "open", "close");
  }

  @Test
  void consumerOfARunningTask_staysOpenAtTheNextAttempt() throws Exception {
    RecordedConsumer.CALLS.clear();
    StreamInput recording = orders.deadLetters(new RecordedConsumer());
    opened(recording);

    endedTask(() -> opened(recording)).get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);

    assertThat(RecordedConsumer.CALLS).containsExactly("open", "open");
    context.releaseClassLoader();
  }

  @Test
  void consumerThatFailsToOpen_isClosedAndItsExceptionThrown() {
    RecordedConsumer.CALLS.clear();
    IOException failure = new IOException("no queue");

    assertThatThrownBy(() -> opened(orders.deadLetters(new Unopenable(failure)))).isSameAs(failure);
    assertThat(RecordedConsumer.CALLS).containsExactly("close");
    context.releaseClassLoader();

    assertThat(RecordedConsumer.CALLS).containsExactly("close");
  }

  @Test
  void consumerWithoutClassLoaderHooks_isClosedByTheNext() throws Exception {
    RecordedConsumer.CALLS.clear();
    context.refuseHooks();

    endedTask(() -> opened(orders.deadLetters(new RecordedConsumer())))
        .get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(RecordedConsumer.CALLS).containsExactly("open");
    opened(orders.deadLetters(letter -> {}));

    assertThat(RecordedConsumer.CALLS).containsExactly("open", "close");
  }

  /** What a thread made that has ended since. */
  private static <T> FutureTask<T> endedTask(Callable<T> made) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(made);
    Thread thread = new Thread(task, "ended-task");
    thread.start();
    thread.join(WaitLimit.LIMIT.toMillis());
    return task;
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
      RecordedConsumer.CALLS.add("close");
    }
  }
}
