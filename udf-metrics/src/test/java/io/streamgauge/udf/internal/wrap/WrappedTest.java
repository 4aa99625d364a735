package io.streamgauge.udf.internal.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.operators.OutputTypeConfigurable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial") // Functions that go nowhere.
class WrappedTest {

  @Test
  void aFunctionThatTellsItsTypeIsAskedForIt() {
    assertThat(new Wrapped<>(new Telling()).<String>producedType(() -> Types.GENERIC(String.class)))
        .isEqualTo(Types.STRING);
  }

  @Test
  void ofAnyOtherFunctionTheTypeIsThatWhichIsShown() {
    MapFunction<String, String> function = text -> text;

    assertThat(new Wrapped<>(function).<String>producedType(() -> Types.STRING))
        .isEqualTo(Types.STRING);
  }

  @Test
  @SuppressWarnings("deprecation") // Of Flink 1.20 alone.
  void aFunctionWhoseStateWouldNotBeFoundIsRefused() {
    assertThatThrownBy(() -> new Wrapped<>(new Below()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a function to be measured must not implement ListCheckpointed, whose state Flink would"
                + " not find behind a wrapper; implement CheckpointedFunction: "
                + Below.class.getName());
  }

  @Test
  void aFunctionThatAsksForItsOutputTypeIsTold() {
    Told function = new Told();

    new Wrapped<>(function).setOutputType(Types.STRING, new ExecutionConfig());

    assertThat(function.type).isEqualTo(Types.STRING);
  }

  private static final class Told
      implements MapFunction<String, String>, OutputTypeConfigurable<String> {
    private static final long serialVersionUID = 1;

    private @Nullable TypeInformation<String> type;

    @Override
    public void setOutputType(TypeInformation<String> newType, ExecutionConfig configuration) {
      type = newType;
    }

    @Override
    public String map(String text) {
      return text;
    }
  }

  private static class Telling implements MapFunction<String, String>, ResultTypeQueryable<String> {
    @Override
    public String map(String text) {
      return text;
    }

    @Override
    public TypeInformation<String> getProducedType() {
      return Types.STRING;
    }
  }

  @SuppressWarnings("deprecation")
  private interface Listed
      extends org.apache.flink.streaming.api.checkpoint.ListCheckpointed<String> {}

  private abstract static class Above implements MapFunction<String, String>, Listed {}

  private static final class Below extends Above {
    @Override
    public String map(String text) {
      return text;
    }

    @Override
    public List<String> snapshotState(long checkpoint, long timestamp) {
      return List.of();
    }

    @Override
    public void restoreState(List<String> state) {}
  }
}
