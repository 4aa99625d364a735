package io.streamgauge.it.validity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.cluster.PrometheusServer;
import io.streamgauge.cluster.Promtool;
import io.streamgauge.it.tools.Http;
import io.streamgauge.it.tools.ReportingRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is registered, what we expose is valid: {@code -Dstreamgauge.cases} metrics are put
 * through our strict reader, through promtool's parser and through a Prometheus.
 */
@Tag("slow")
class ValidityTest {

  private static final int BATCH = 2_500;
  private static final int CASES = Integer.getInteger("streamgauge.cases", 5_000);

  /** {@code -Dstreamgauge.seed} repeats a run; the seed is in every message. */
  private static final long SEED =
      Long.getLong("streamgauge.seed", ThreadLocalRandom.current().nextInt());

  private final ReportingRegistry registry =
      ReportingRegistry.start(Map.of("series.limit-per-family", 200_000));

  @Test
  void ourReaderTakesIt() {
    for (long seed = SEED; seed < SEED + batches(); seed++) {
      TaskMetricGroup task = hostile(seed);

      Exposition exposition = read(seed, registry.text());

      // Many of the metrics have equal labels or no value; how many depends on the seed.
      assertThat(exposition.samples()).as("samples of seed %d", seed).hasSizeGreaterThan(BATCH / 5);
      task.close();
    }
    registry.close();
  }

  @Test
  @NeedsTool("promtool")
  void promtoolTakesIt(@TempDir Path directory) throws Exception {
    for (long seed = SEED; seed < SEED + batches(); seed++) {
      TaskMetricGroup task = hostile(seed);

      Promtool.Verdict verdict = Promtool.check(registry.text().getBytes(UTF_8), directory);

      assertThat(verdict.isValid())
          .as("seed %d: %s", seed, verdict.output().lines().limit(3).toList())
          .isTrue();
      task.close();
    }
    registry.close();
  }

  @Test
  @NeedsTool("prometheus")
  void prometheusTakesIt(@TempDir Path directory) throws Exception {
    URI target = registry.address();
    try (PrometheusServer prometheus =
        PrometheusServer.builder()
            .scrape("hostile", List.of(target))
            .directory(directory)
            .start()) {
      for (long seed = SEED; seed < SEED + batches(); seed++) {
        TaskMetricGroup task = hostile(seed);
        awaitScrape(prometheus, seed, target);
        task.close();
      }
    }
    registry.close();

    assertThat(Files.readString(directory.resolve("prometheus.out")))
        .as("Prometheus' log, seed %d", SEED)
        .doesNotContain("uplicate")
        .doesNotContain("different value but same timestamp")
        .doesNotContain("out-of-order")
        .doesNotContain("level=error");
  }

  private static int batches() {
    return (CASES + BATCH - 1) / BATCH;
  }

  private TaskMetricGroup hostile(long seed) {
    TaskMetricGroup task =
        registry
            .taskManager()
            .addJob(new JobID(7, 7), "job")
            .addTask(ExecutionAttemptID.randomId(), "task");
    MetricGroup operator = task.getOrAddOperator("op");
    new HostileMetrics(seed).register(operator, BATCH);
    return task;
  }

  private static Exposition read(long seed, String text) {
    try {
      return Exposition.parse(text);
    } catch (IllegalArgumentException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  /** A counter that the first scrape finds below 0 is a gauge in the next. */
  private static void awaitScrape(PrometheusServer prometheus, long seed, URI target) {
    await()
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              double samples = read(seed, Http.get(target)).samples().size();
              assertThat(prometheus.targets())
                  .as("seed %d", seed)
                  .allMatch(each -> each.health().equals("up") && each.lastError().isEmpty());
              assertThat(value(prometheus, "scrape_samples_scraped"))
                  .as("seed %d", seed)
                  .isEqualTo(samples);
              assertThat(value(prometheus, "scrape_samples_post_metric_relabeling"))
                  .isEqualTo(samples);
              assertThat(value(prometheus, "up")).isEqualTo(1);
            });
  }

  private static double value(PrometheusServer prometheus, String metric) {
    return prometheus.query(metric).stream()
        .mapToDouble(PrometheusServer.Value::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
