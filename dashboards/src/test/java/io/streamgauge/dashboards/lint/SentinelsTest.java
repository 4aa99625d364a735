package io.streamgauge.dashboards.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentinelsTest {

  @Test
  void everyMetricThatCanBeUnknownIsOneThatWePublish() {
    Metrics metrics = Metrics.load();

    assertThat(metrics.withSentinel()).isNotEmpty().allMatch(metrics::isKnown);
  }
}
