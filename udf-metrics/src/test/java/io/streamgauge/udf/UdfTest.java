package io.streamgauge.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.testing.OpenedFunction;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.MissingTypeInfo;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial")
class UdfTest {

  private final RecordedMetrics recorded = new RecordedMetrics();

  @Test
  void aMapFunctionDoesWhatItDoesAndIsCounted() throws Exception {
    MapFunction<String, Integer> length = opened(Udf.named("length").map(String::length));

    assertThat(List.of(length.map("a"), length.map("bc"))).containsExactly(1, 2);
    assertThat(recorded.sum("udf_calls_total", "udf", "length")).isEqualTo(2);
    assertThat(recorded.sum("udf_info", "udf", "length", "kind", "map")).isEqualTo(1);
    assertThat(recorded.sum("udf_info", "class", UdfTest.class.getName() + " lambda")).isEqualTo(1);
  }

  @Test
  void whatAFunctionThrowsIsThrownOnAsItIs() throws Exception {
    Error thrown = new AssertionError("of the user's");
    MapFunction<String, Integer> failing =
        opened(
            Udf.named("failing")
                .map(
                    (String value) -> {
                      throw thrown;
                    }));

    assertThatThrownBy(() -> failing.map("a")).isSameAs(thrown);
    assertThat(recorded.sum("udf_failures_total", "udf", "failing")).isEqualTo(1);
    assertThat(recorded.sum("udf_exceptions_total", "exception", "java.lang.AssertionError"))
        .isEqualTo(1);
  }

  @Test
  void aFilterCountsWhatItHoldsBack() throws Exception {
    FilterFunction<Integer> even =
        opened(Udf.named("even").filter((Integer value) -> value % 2 == 0));
    assertThat(recorded.sum("filtered_records_total", "filter", "even")).isZero();

    for (int value = 0; value < 5; value++) {
      assertThat(even.filter(value)).isEqualTo(value % 2 == 0);
    }

    assertThat(recorded.sum("filtered_records_total", "filter", "even")).isEqualTo(2);
    assertThat(recorded.sum("udf_calls_total", "udf", "even")).isEqualTo(5);
  }

  @Test
  void aFlatMapFunctionCollectsWhatItCollects() throws Exception {
    FlatMapFunction<String, String> words = opened(Udf.named("words").flatMap(new Words()));
    List<String> collected = new ArrayList<>();

    words.flatMap("a b", into(collected));

    assertThat(collected).containsExactly("a", "b");
    assertThat(recorded.sum("udf_calls_total", "udf", "words")).isEqualTo(1);
  }

  @Test
  void whatIsBehindAFlatMapFunctionFailsForItself() throws Exception {
    FlatMapFunction<String, String> words = opened(Udf.named("words").flatMap(new Words()));
    RuntimeException behind = new IllegalStateException("behind");

    assertThatThrownBy(
            () ->
                words.flatMap(
                    "a b",
                    new Collector<>() {
                      @Override
                      public void collect(String word) {
                        throw behind;
                      }

                      @Override
                      public void close() {}
                    }))
        .isSameAs(behind);

    assertThat(recorded.sum("udf_calls_total", "udf", "words")).isEqualTo(1);
    assertThat(recorded.sum("udf_failures_total", "udf", "words")).isZero();
  }

  @Test
  void functionsThatWereNotOpenedSaySo() {
    assertThatThrownBy(() -> Udf.named("length").map(String::length).map("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("UDF 'length' is called and was not opened");
  }

  @Test
  void switchedOffNothingIsRegistered() throws Exception {
    MapFunction<String, Integer> length =
        OpenedFunction.of(
            Udf.named("length").map(String::length),
            recorded,
            Map.of("streamgauge.enabled", "false"));

    assertThat(length.map("abc")).isEqualTo(3);
    assertThat(recorded.names()).isEmpty();
  }

  @Test
  void theTypesThatFunctionsShowAreTheirWrappers() {
    Udf udf = Udf.named("typed");

    assertThat(produced(udf.map(new Length()))).isEqualTo(Types.INT);
    assertThat(produced(udf.map(String::length))).isEqualTo(Types.INT);
    assertThat(produced(udf.flatMap(new Words()))).isEqualTo(Types.STRING);
    assertThat(
            produced(
                udf.map(
                    new MapFunction<String, Tuple2<String, Integer>>() {
                      @Override
                      public Tuple2<String, Integer> map(String value) {
                        return Tuple2.of(value, value.length());
                      }
                    })))
        .isEqualTo(Types.TUPLE(Types.STRING, Types.INT));
    assertThat(produced(udf.process(new Doubled()))).isEqualTo(Types.LONG);
    assertThat(produced(udf.process(new Keyed()))).isEqualTo(Types.TUPLE(Types.STRING, Types.INT));
  }

  @Test
  void theTypeThatAFunctionTellsGoesBeforeWhatItsClassShows() {
    assertThat(produced(Udf.named("typed").map(new Telling<>(Types.SHORT)))).isEqualTo(Types.SHORT);
  }

  @Test
  void typesThatFollowFromTheInputAloneAreAskedFor() {
    assertThat(produced(Udf.named("same").map(new Same<String>())))
        .isInstanceOf(MissingTypeInfo.class);
  }

  private <F extends org.apache.flink.api.common.functions.Function> F opened(F function)
      throws Exception {
    return OpenedFunction.of(function, recorded);
  }

  private static TypeInformation<?> produced(Object wrapper) {
    return ((ResultTypeQueryable<?>) wrapper).getProducedType();
  }

  private static <T> Collector<T> into(List<T> list) {
    return new Collector<>() {
      @Override
      public void collect(T record) {
        list.add(record);
      }

      @Override
      public void close() {}
    };
  }

  private static final class Length implements MapFunction<String, Integer> {
    @Override
    public Integer map(String value) {
      return value.length();
    }
  }

  private static final class Words implements FlatMapFunction<String, String> {
    @Override
    public void flatMap(String value, Collector<String> out) {
      for (String word : value.split(" ", -1)) {
        out.collect(word);
      }
    }
  }

  private static final class Same<T> implements MapFunction<T, T> {
    @Override
    public T map(T value) {
      return value;
    }
  }

  private static final class Telling<T> implements MapFunction<T, T>, ResultTypeQueryable<T> {

    private final TypeInformation<T> type;

    Telling(TypeInformation<T> type) {
      this.type = type;
    }

    @Override
    public T map(T value) {
      return value;
    }

    @Override
    public TypeInformation<T> getProducedType() {
      return type;
    }
  }

  private static final class Doubled extends ProcessFunction<Integer, Long> {
    @Override
    public void processElement(
        Integer value, ProcessFunction<Integer, Long>.Context context, Collector<Long> out) {
      out.collect(2L * value);
    }
  }

  private static final class Keyed
      extends KeyedProcessFunction<String, Integer, Tuple2<String, Integer>> {
    @Override
    public void processElement(
        Integer value,
        KeyedProcessFunction<String, Integer, Tuple2<String, Integer>>.Context context,
        Collector<Tuple2<String, Integer>> out) {
      out.collect(Tuple2.of(context.getCurrentKey(), value));
    }
  }
}
