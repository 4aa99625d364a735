package io.streamgauge.udf.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final RecordedGroup group = new RecordedGroup(recorded);

  @Test
  void whoeverAsksForTheSameNameAndLabelsCountsTogether() {
    Labels labels = Labels.of("udf", "score");

    OperatorMetrics.of(group).counter("udf_calls_total", labels).inc(2);
    OperatorMetrics.of(group).counter("udf_calls_total", labels).inc(3);

    assertThat(recorded.metrics("udf_calls_total")).hasSize(1);
    assertThat(recorded.sum("udf_calls_total", "udf", "score")).isEqualTo(5);
  }

  @Test
  void otherLabelsAreAnotherSeries() {
    OperatorMetrics metrics = OperatorMetrics.of(group);

    metrics.counter("udf_calls_total", Labels.of("udf", "score")).inc(2);
    metrics.counter("udf_calls_total", Labels.of("udf", "rank")).inc(3);

    assertThat(recorded.family("udf_calls_total"))
        .containsEntry("udf_calls_total,udf=score", 2.0)
        .containsEntry("udf_calls_total,udf=rank", 3.0)
        .hasSize(2);
  }

  @Test
  void anotherAttemptCountsAnew() {
    OperatorMetrics.of(group).counter("udf_calls_total", Labels.none()).inc();

    OperatorMetrics.of(new RecordedGroup(recorded)).counter("udf_calls_total", Labels.none()).inc();

    assertThat(recorded.metrics("udf_calls_total")).hasSize(2);
  }

  @Test
  void unregisteredMetricsCountAndAreShownToNobody() {
    SharedCounter counter =
        OperatorMetrics.unregistered().counter("udf_calls_total", Labels.none());

    counter.inc();

    assertThat(counter.getCount()).isEqualTo(1);
    assertThat(recorded.names()).isEmpty();
  }
}
