package io.streamgauge.udf.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures that are not the fault of the message are never skipped nor counted. */
class BlamelessMessagesTest extends OpenedInput {

  @Test
  void failureBehindTheSchema_isNeitherSkippedNorCounted() throws Exception {
    DeserializationSchema<Integer> schema = opened(orders.skippingUnreadable());
    IllegalStateException failure = new IllegalStateException("behind");

    assertThatThrownBy(() -> schema.deserialize(bytes("1"), new FailingCollector(failure)))
        .isSameAs(failure);

    assertThat(recorded.sum("input_rejections_total")).isZero();
    schema.deserialize(bytes("x"), out);
    assertThat(recorded.sum("input_rejections_total")).as("of the next message").isEqualTo(1);
  }

  @Test
  void failureBehindTheSchema_translatedByIt_isNotSkipped() throws Exception {
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
  void error_isNotTheMessagesFault(Call call) throws Exception {
    NoClassDefFoundError error = new NoClassDefFoundError("com/acme/Order");
    DeserializationSchema<Integer> schema =
        opened(orders.skippingUnreadable(), new Throwing(error));

    assertThatThrownBy(() -> call.read(schema, bytes("1"), out)).isSameAs(error);

    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void canceledTask_rejectsNothing(Call call) throws Exception {
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
  void outage_isNotTheMessagesFault(Exception outage) throws Exception {
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
  void failingOn_matchingFailure_isNotTheMessagesFault(Call call) throws Exception {
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
  void failingOn_keepsTheDefaultOutages() throws Exception {
    ConnectException refused = new ConnectException("refused");
    DeserializationSchema<Integer> schema =
        opened(orders.failingOn(failure -> false).skippingUnreadable(), new Throwing(refused));

    assertThatThrownBy(() -> schema.deserialize(bytes("1"))).isSameAs(refused);

    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  private record FailingCollector(RuntimeException failure) implements Collector<Integer> {

    @Override
    public void collect(Integer record) {
      throw failure;
    }

    @Override
    public void close() {}
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
}
