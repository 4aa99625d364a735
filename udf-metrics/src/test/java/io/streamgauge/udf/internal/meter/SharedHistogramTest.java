package io.streamgauge.udf.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.metrics.HistogramStatistics;
import org.junit.jupiter.api.Test;

class SharedHistogramTest {

  private static final double VERSION_MARK = 1_397_162_753;
  private static final long MILLIS = 1_000;

  private final SharedHistogram histogram = new SharedHistogram(Bounds.of(0.005, 0.1, 2), MILLIS);

  @Test
  void itsLayoutIsThatOfTheReportersBucketSource() {
    observe(5, 6, 100, 2_000, 2_001);
    double[] state = new double[10];

    int length = histogram.applyAsInt(state);

    assertThat(length).isEqualTo(10);
    assertThat(state).containsExactly(VERSION_MARK, 3, 0.005, 0.1, 2, 1, 2, 1, 1, 4.112);
  }

  @Test
  void anArrayThatIsTooShortIsLeftAsItIs() {
    double[] state = new double[9];

    int length = histogram.applyAsInt(state);

    assertThat(length).isEqualTo(10);
    assertThat(state).containsOnly(0);
  }

  @Test
  void aClockThatWasSetBackCountsAsNothing() {
    observe(-7);

    assertThat(histogram.getCount()).isEqualTo(1);
    assertThat(histogram.getStatistics().getMean()).isZero();
  }

  @Test
  void aQuantileIsTheBoundOfItsBucket() {
    observe(6, 7, 8, 1_500);

    HistogramStatistics statistics = histogram.getStatistics();

    assertThat(statistics.getQuantile(0)).isEqualTo(0.1);
    assertThat(statistics.getQuantile(0.5)).isEqualTo(0.1);
    assertThat(statistics.getQuantile(0.75)).isEqualTo(0.1);
    assertThat(statistics.getQuantile(0.76)).isEqualTo(2);
    assertThat(statistics.getQuantile(1)).isEqualTo(2);
    assertThat(statistics.getMin()).isZero();
    assertThat(statistics.getMax()).isEqualTo(2);
    assertThat(statistics.getMean()).isEqualTo(1.521 / 4);
    assertThat(statistics.size()).isEqualTo(4);
  }

  @Test
  void whatLiesAboveTheLastBoundCountsAsThatBound() {
    observe(60_000);

    assertThat(histogram.getStatistics().getQuantile(0.5)).isEqualTo(2);
    assertThat(histogram.getStatistics().getMin()).isEqualTo(2);
    assertThat(histogram.getStatistics().getMax()).isEqualTo(2);
  }

  @Test
  void withoutObservationsNothingIsInvented() {
    HistogramStatistics statistics = histogram.getStatistics();

    assertThat(statistics.getQuantile(0.5)).isNaN();
    assertThat(statistics.getMean()).isNaN();
    assertThat(statistics.getStdDev()).isNaN();
    assertThat(statistics.size()).isZero();
  }

  @Test
  void boundsMustBeFiniteAndAscending() {
    assertThatThrownBy(() -> Bounds.of(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the bounds of a histogram must be 1 to 60 finite, ascending numbers, not [1.0, 1.0]");
    assertThatThrownBy(Bounds::of).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bounds.of(1, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void observe(long... millis) {
    for (long each : millis) {
      histogram.update(each);
    }
  }
}
