package io.streamgauge.reporter.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricFilterTest {

  @Test
  void noFilter_everyMetricPasses() {
    assertThat(problemWith(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*:*:*",
        "jobmanager",
        "other;jobmanager:numRunningJobs",
        "jobmanager:x,numRunningJobs:gauge",
        "job*:num*:counter,GAUGE",
        "['jobmanager:numRunningJobs', other]",
        "'jobmanager:*'",
        "j.bmanager"
      })
  void includes_thatMatch_letTheMetricPass(String includes) {
    assertThat(problemWith(Map.of("filter.includes", includes))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobmanager.*",
        "jobmanager.job*;taskmanager.job*",
        "jobmanager:numRunning",
        "jobmanager:*:counter",
        ""
      })
  void includes_thatDoNotMatch_areTheProblem(String includes) {
    assertThat(problemWith(Map.of("filter.includes", includes)))
        .hasValue(
            "metrics.reporter.streamgauge.filter.includes: it must include"
                + " jobmanager:numRunningJobs, which a test requires, found '"
                + includes
                + "'");
  }

  @Test
  void excludes_winOverIncludes() {
    assertThat(
            problemWith(
                Map.of("filter.includes", "jobmanager", "filter.excludes", "*:numRunningJobs")))
        .hasValue(
            "metrics.reporter.streamgauge.filter.excludes: it must not exclude"
                + " jobmanager:numRunningJobs, which a test requires, found '*:numRunningJobs'");
  }

  private static Optional<String> problemWith(Map<String, String> settings) {
    return MetricFilter.of(settings).problem("jobmanager", "numRunningJobs", "gauge", "a test");
  }
}
