package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.cluster.PrometheusServer;
import io.streamgauge.it.cluster.job.FailingJob;
import io.streamgauge.it.cluster.job.Signals;
import io.streamgauge.limits.WaitLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The oracle is the difference of raw samples, summed over resets: Prometheus' own {@code
 * increase()} extrapolates to the ends of its window, here by what happens in a scrape's interval
 * at most.
 */
@NeedsTool("prometheus")
@Tag("slow")
class CounterSurvivesITCase {
  private static final String COUNTER = "streamgauge_failures_total";
  private static final Duration INTERVAL = Duration.ofSeconds(Scale.of(2, 15));
  private static final int SCRAPES = Scale.of(8, 12);
  private static final int WITHOUT_END = 1_000_000;

  @Test
  void whatATaskCountsBeforeItDiesIsThereAtTheNextScrape() {
    try (FlinkCluster cluster = cluster();
        PrometheusServer server =
            PrometheusServer.builder()
                .scrape("flink", List.copyOf(cluster.metricsAddresses().values()))
                .interval(INTERVAL)
                .start()) {
      PrometheusData prometheus = new PrometheusData(server);
      Path directory = Clusters.directory(cluster, "signals");
      Signals signals = new Signals(directory.toString());
      String job = Clusters.run(cluster, FailingJob.class, 1, directory);
      Await.until(
          "a first scrape",
          INTERVAL.plus(WaitLimit.LIMIT),
          () -> prometheus.value("min_over_time(" + COUNTER + "[1h])") == 0);

      signals.failAttemptsBelow(WITHOUT_END);
      awaitScrapes(prometheus, SCRAPES);
      signals.failAttemptsBelow(0);
      Clusters.awaitTasks(cluster, job);
      awaitScrapes(prometheus, scrapes(prometheus) + 2);

      int failures = signals.failures();
      assertThat(failures).isGreaterThan(SCRAPES / 4);
      assertThat(Clusters.restarts(cluster, job)).isEqualTo(failures);
      List<Double> samples = prometheus.samples(COUNTER + "[1h]");
      assertThat(samples.get(0)).isZero();
      assertThat(increase(samples)).isEqualTo(failures);
      assertThat(cluster.processes())
          .allSatisfy(each -> assertThat(FlinkLogs.complaints(each)).isEmpty());
      assertThat(prometheus.value("resets(" + COUNTER + "[1h])")).isZero();
      double mostExtrapolated = 1 + 1.1 / (samples.size() - 1);
      assertThat(prometheus.value("increase(" + COUNTER + "[1h])"))
          .isBetween((double) failures, failures * mostExtrapolated);
    }
  }

  private static FlinkCluster cluster() {
    return Clusters.streamgauge()
        .configure("restart-strategy.fixed-delay.attempts", WITHOUT_END)
        .configure("restart-strategy.fixed-delay.delay", "1 s")
        .start();
  }

  private static void awaitScrapes(PrometheusData prometheus, int count) {
    Await.until(
        count + " scrapes",
        INTERVAL.multipliedBy(count).plus(WaitLimit.LIMIT),
        () -> scrapes(prometheus) >= count);
  }

  /** How many scrapes found the counter. */
  private static int scrapes(PrometheusData prometheus) {
    return (int) prometheus.value("count_over_time(" + COUNTER + "[1h])");
  }

  private static double increase(List<Double> samples) {
    double increase = 0;
    for (int i = 1; i < samples.size(); i++) {
      double difference = samples.get(i) - samples.get(i - 1);
      increase += difference < 0 ? samples.get(i) : difference;
    }
    return increase;
  }
}
