package io.streamgauge.udf.internal.wrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.MissingTypeInfo;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
@SuppressWarnings("serial") // Functions that go nowhere.
class ProducedTypeTest {

  private static final int[] RETURNED = {};
  private static final int[] IN_THE_SECOND_PARAMETER = {1, 0};

  @Test
  void aClassShowsIt() {
    assertThat(ofAsync(new Sized())).isEqualTo(Types.TUPLE(Types.STRING, Types.INT));
    assertThat(ofMap(new Length())).isEqualTo(Types.INT);
  }

  @Test
  void anAnonymousClassShowsIt() {
    FlatMapFunction<String, Long> function =
        new FlatMapFunction<>() {
          @Override
          public void flatMap(String text, Collector<Long> out) {}
        };

    assertThat(ProducedType.of(function, FlatMapFunction.class, 1, IN_THE_SECOND_PARAMETER))
        .isEqualTo(Types.LONG);
  }

  @Test
  void aSubclassThatBindsTheTypesShowsIt() {
    assertThat(ofAsync(new SameLong())).isEqualTo(Types.LONG);
  }

  @Test
  void aLambdaShowsWhatIsNotGeneric() {
    MapFunction<String, Long> function = text -> 1L;
    MapFunction<String, Integer> reference = Integer::parseInt;

    assertThat(ofMap(function)).isEqualTo(Types.LONG);
    assertThat(ofMap(reference)).isEqualTo(Types.INT);
  }

  @Test
  void aLambdaThatProducesSomethingGenericMakesFlinkAsk() {
    AsyncFunction<String, Long> async = (text, result) -> result.complete(List.of());
    MapFunction<String, List<Long>> map = text -> List.of();

    assertThat(ofAsync(async)).isInstanceOf(MissingTypeInfo.class);
    assertThat(ofMap(map)).isInstanceOf(MissingTypeInfo.class);
  }

  @Test
  void whatFollowsFromTheInputMakesFlinkAsk() {
    assertThat(ofAsync(new Same<String>())).isInstanceOf(MissingTypeInfo.class);
    assertThat(ofMap(new Boxed<String>())).isInstanceOf(MissingTypeInfo.class);
    assertThat(ofMap(new Boxes<String>())).isInstanceOf(MissingTypeInfo.class);
    assertThat(ofMap(boxes())).isInstanceOf(MissingTypeInfo.class);
  }

  @Test
  void aGenericFunctionWithACertainResultShowsIt() {
    assertThat(ofMap(new Hash<String>())).isEqualTo(Types.INT);
  }

  private static TypeInformation<?> ofAsync(AsyncFunction<?, ?> function) {
    return of(function, AsyncFunction.class, IN_THE_SECOND_PARAMETER);
  }

  private static TypeInformation<?> ofMap(MapFunction<?, ?> function) {
    return of(function, MapFunction.class, RETURNED);
  }

  private static TypeInformation<?> of(Function function, Class<?> base, int[] lambdaOutput) {
    return ProducedType.of(function, base, 1, lambdaOutput);
  }

  private static <T> MapFunction<T, Box<T>> boxes() {
    return new MapFunction<>() {
      @Override
      public Box<T> map(T value) {
        return new Box<>();
      }
    };
  }

  /** A POJO of Flink's. */
  public static final class Box<T> {
    public @Nullable T value;
  }

  private static final class Sized implements AsyncFunction<String, Tuple2<String, Integer>> {
    @Override
    public void asyncInvoke(String text, ResultFuture<Tuple2<String, Integer>> result) {}
  }

  private static final class Length implements MapFunction<String, Integer> {
    @Override
    public Integer map(String text) {
      return text.length();
    }
  }

  private static class Same<T> implements AsyncFunction<T, T> {
    @Override
    public void asyncInvoke(T value, ResultFuture<T> result) {}
  }

  private static final class SameLong extends Same<Long> {}

  private static final class Boxed<T> implements MapFunction<T, Box<T>> {
    @Override
    public Box<T> map(T value) {
      return new Box<>();
    }
  }

  private static final class Boxes<T> implements MapFunction<T, Box<T>[]> {
    @Override
    public Box<T>[] map(T value) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Hash<T> implements MapFunction<T, Integer> {
    @Override
    public Integer map(T value) {
      return value.hashCode();
    }
  }
}
