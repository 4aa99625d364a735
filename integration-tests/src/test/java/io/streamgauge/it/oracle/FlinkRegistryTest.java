package io.streamgauge.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.it.tools.ReportingRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** Flink's own registry, with groups that come and go. */
class FlinkRegistryTest {
  private static final int THREADS = 8;
  private static final int SCRAPES = 100;

  @Test
  void aVariableThatFlinkExcludesIsNoPartOfTheNamesOfOurs() {
    try (ReportingRegistry registry =
        ReportingRegistry.start(Map.of("scope.variables.excludes", "topic"))) {
      registry
          .taskManager()
          .addGroup("streamgauge")
          .addGroup("topic", "orders")
          .counter("records_total")
          .inc(3);

      assertThat(registry.exposition().samples("streamgauge_records_total"))
          .singleElement()
          .returns(3.0, Exposition.Sample::number)
          .returns(true, sample -> !sample.labels().containsKey("topic"));
    }
  }

  @Test
  void groupsThatComeAndGoDuringScrapesLeaveNoTrace() throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (ReportingRegistry registry = ReportingRegistry.start(Map.of())) {
      List<Future<?>> churning = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        registry.taskManager().addGroup("stays", "" + i).counter("here").inc(i);
        int thread = i;
        churning.add(threads.submit(() -> churn(registry, thread, stop)));
      }
      for (int i = 0; i < SCRAPES; i++) {
        Exposition exposition = registry.exposition();

        List<Exposition.Sample> stays = exposition.samples("flink_taskmanager_stays_here");
        assertThat(stays)
            .hasSize(THREADS)
            .allMatch(sample -> sample.number() == Integer.parseInt(sample.label("stays")));
        for (String name : List.of("x", "y")) {
          assertThat(exposition.samples("flink_taskmanager_thread_round_" + name))
              .allMatch(
                  sample ->
                      sample.number()
                          == 1000 * Integer.parseInt(sample.label("thread"))
                              + Integer.parseInt(sample.label("round")));
        }
      }
      stop.countDown();
      for (Future<?> each : churning) {
        each.get();
      }

      assertThat(registry.exposition().samples("flink_taskmanager_thread_round_x")).isEmpty();
      assertThat(registry.log().lines())
          .noneMatch(line -> line.level().isMoreSpecificThan(Level.WARN));
    } finally {
      stop.countDown();
      threads.shutdownNow();
    }
  }

  private static void churn(ReportingRegistry registry, int thread, CountDownLatch stop) {
    for (int round = 0; stop.getCount() > 0; round = (round + 1) % 1000) {
      AbstractMetricGroup<?> group =
          (AbstractMetricGroup<?>)
              registry.taskManager().addGroup("thread", "" + thread).addGroup("round", "" + round);
      SimpleCounter counter = new SimpleCounter();
      counter.inc(1000L * thread + round);
      group.counter("x", counter);
      group.counter("y", counter);
      group.close();
    }
  }
}
