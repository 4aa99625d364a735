package io.streamgauge.udf.internal.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class DownstreamCollectorTest {

  private final AtomicLong clock = new AtomicLong();
  private final List<String> collected = new ArrayList<>();
  private final DownstreamCollector<String> collector = new DownstreamCollector<>(clock::get);

  @Test
  void itHandsOnAndTellsHowLongThatTook() {
    Collector<String> behind = behind(text -> clock.addAndGet(7));

    collector.of(behind, true).collect("a");
    collector.collect("b");

    assertThat(collected).containsExactly("a", "b");
    assertThat(collector.nanos()).isEqualTo(14);
  }

  @Test
  void aCallThatIsNotTimedLooksAtNoClock() {
    DownstreamCollector<String> untimed =
        new DownstreamCollector<>(
            () -> {
              throw new AssertionError("the clock was asked");
            });

    untimed.of(behind(text -> {}), false).collect("a");

    assertThat(untimed.nanos()).isZero();
  }

  @Test
  void whatCameFromBehindIsKnownByItselfOrAsACause() {
    IllegalStateException failure = new IllegalStateException("behind");
    Collector<String> behind =
        behind(
            text -> {
              throw failure;
            });

    assertThatThrownBy(() -> collector.of(behind, false).collect("a")).isSameAs(failure);

    assertThat(collector.caused(failure)).isTrue();
    assertThat(collector.caused(new RuntimeException(failure))).isTrue();
    assertThat(collector.caused(new RuntimeException("the function's own"))).isFalse();
  }

  @Test
  void whatFlinkSaysCameFromBehindDid() {
    collector.of(behind(text -> {}), false);

    assertThat(
            collector.caused(
                new ExceptionInChainedOperatorException("behind", new RuntimeException())))
        .isTrue();
  }

  @Test
  void isEmpty_untilARecordOfTheCallIsCollected() {
    Collector<String> behind = behind(text -> {});

    assertThat(collector.isEmpty()).isTrue();
    collector.of(behind, false).collect("a");
    assertThat(collector.isEmpty()).isFalse();
    assertThat(collector.of(behind, false).isEmpty()).isTrue();
  }

  @Test
  void hasFailed_untilTheNextCallBegins() {
    IllegalStateException failure = new IllegalStateException("behind");
    Collector<String> behind =
        behind(
            text -> {
              throw failure;
            });

    assertThatThrownBy(() -> collector.of(behind, false).collect("a")).isSameAs(failure);

    assertThat(collector.hasFailed()).isTrue();
    assertThat(collector.isEmpty()).isFalse();
    assertThat(collector.of(behind, false).hasFailed()).isFalse();
  }

  @Test
  void aCollectorThatNoCallHasBegunWithIsAFault() {
    assertThatThrownBy(() -> collector.collect("a")).isInstanceOf(IllegalStateException.class);
  }

  private Collector<String> behind(java.util.function.Consumer<String> action) {
    return new Collector<>() {
      @Override
      public void collect(String text) {
        collected.add(text);
        action.accept(text);
      }

      @Override
      public void close() {}
    };
  }
}
