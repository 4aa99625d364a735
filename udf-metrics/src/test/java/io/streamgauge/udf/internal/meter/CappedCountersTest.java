package io.streamgauge.udf.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CappedCountersTest {

  private static final String NAME = "warnings_total";

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final OperatorMetrics metrics = OperatorMetrics.of(new RecordedGroup(recorded));

  @Test
  void valuesAboveTheLimitShareTheCounterOfTheRest() {
    CappedCounters counters = new CappedCounters(metrics, NAME, Labels.none(), "exception", 2);

    for (String value : List.of("a", "b", "c", "d", "a", "c")) {
      counters.of(value).inc();
    }

    assertThat(recorded.family(NAME))
        .containsEntry("warnings_total,exception=a", 2.0)
        .containsEntry("warnings_total,exception=b", 1.0)
        .containsEntry("warnings_total,exception=other", 3.0)
        .hasSize(3);
  }

  @Test
  void longValues_areCutAndKeepTheirCounters() {
    CappedCounters counters = new CappedCounters(metrics, NAME, Labels.none(), "exception", 2);
    String one = "x".repeat(30_000);
    String other = one + "y";

    for (String value : List.of(one, other, one)) {
      counters.of(value).inc();
    }

    assertThat(recorded.sum(NAME, "exception", Names.bounded(one))).isEqualTo(2);
    assertThat(recorded.sum(NAME, "exception", Names.bounded(other))).isEqualTo(1);
    assertThat(metrics.values(NAME, Labels.none(), "exception").keySet())
        .allMatch(key -> key.length() <= 250);
  }

  @Test
  void theLabelOfTheRestIsAsItIsSaid() {
    CappedCounters counters =
        new CappedCounters(metrics, NAME, Labels.none(), "exception", 1, value -> "other_" + value);

    counters.of("a").inc();
    counters.of("b").inc();

    assertThat(recorded.sum(NAME, "exception", "other_b")).isEqualTo(1);
  }

  @Test
  void thoseWhoCountTheSameShareTheLimit() {
    CappedCounters one = new CappedCounters(metrics, NAME, Labels.none(), "exception", 2);
    CappedCounters other = new CappedCounters(metrics, NAME, Labels.none(), "exception", 2);

    one.of("a").inc();
    one.of("b").inc();
    other.of("c").inc();
    other.of("a").inc();

    assertThat(recorded.family(NAME))
        .containsEntry("warnings_total,exception=a", 2.0)
        .containsEntry("warnings_total,exception=other", 1.0)
        .hasSize(3);
  }

  @Test
  void manyThreadsKeepTheLimitAndLoseNothing() throws Exception {
    int threads = 8;
    int values = 100;
    CappedCounters counters = new CappedCounters(metrics, NAME, Labels.none(), "exception", 30);
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<?>> runs = new ArrayList<>();

    for (int thread = 0; thread < threads; thread++) {
      runs.add(
          executor.submit(
              () -> {
                start.await(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
                for (int i = 0; i < 1_000; i++) {
                  counters.of("value" + i % values).inc();
                }
                return null;
              }));
    }
    for (Future<?> run : runs) {
      run.get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    executor.shutdown();

    assertThat(recorded.family(NAME)).hasSize(31);
    assertThat(recorded.sum(NAME)).isEqualTo(threads * 1_000);
  }
}
