package io.streamgauge.reporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveMetricTest {

  @Test
  void aWholeNumberIsReadExactly() {
    assertThat(reading(Long.MIN_VALUE).readLong()).hasValue(Long.MIN_VALUE);
    assertThat(reading((1L << 53) + 1).readLong()).hasValue((1L << 53) + 1);
    assertThat(reading(7).readLong()).hasValue(7);
    assertThat(reading(BigInteger.TEN).readLong()).hasValue(10);
  }

  @Test
  void whatIsNoWholeNumberThatFitsIsNoLong() {
    assertThat(reading(7.0).readLong()).isEmpty();
    assertThat(reading(new BigDecimal("7.5")).readLong()).isEmpty();
    assertThat(reading(BigInteger.TWO.pow(64)).readLong()).isEmpty();
    assertThat(reading("7").readLong()).isEmpty();
    assertThat(reading(null).readLong()).isEmpty();
  }

  @Test
  void numbersAndBooleansAreDoubles() {
    assertThat(reading(7).readDouble()).hasValue(7.0);
    assertThat(reading(0.25).readDouble()).hasValue(0.25);
    assertThat(reading(true).readDouble()).hasValue(1.0);
    assertThat(reading(false).readDouble()).hasValue(0.0);
    assertThat(reading("0.25").readDouble()).isEmpty();
  }

  @Test
  void onlyATextIsReadAsText() {
    assertThat(reading("n/a").readText()).hasValue("n/a");
    assertThat(reading(7).readText()).isEmpty();
  }

  @Test
  void whatThrowsIsAbsent() {
    LiveMetric throwing =
        new LiveMetric(
            "scope",
            "name",
            Map.of(),
            () -> {
              throw new NoClassDefFoundError("of the job");
            });

    assertThat(throwing.readLong()).isEmpty();
    assertThat(throwing.readDouble()).isEmpty();
    assertThat(throwing.readText()).isEmpty();
  }

  @Test
  void aNumberThatThrowsIsAbsent() {
    LiveMetric metric = reading(new BrokenNumber());

    assertThat(metric.readLong()).isEmpty();
    assertThat(metric.readDouble()).isEmpty();
  }

  @Test
  void aReleasedMetricIsAbsent() {
    LiveMetric metric = reading(7L);

    metric.release();

    assertThat(metric.readLong()).isEmpty();
  }

  private static LiveMetric reading(@Nullable Object value) {
    return new LiveMetric("scope", "name", Map.of(), () -> value);
  }

  private static final class BrokenNumber extends Number {

    private static final long serialVersionUID = 1;

    @Override
    public int intValue() {
      throw new IllegalStateException("broken");
    }

    @Override
    public long longValue() {
      throw new IllegalStateException("broken");
    }

    @Override
    public float floatValue() {
      throw new IllegalStateException("broken");
    }

    @Override
    public double doubleValue() {
      throw new IllegalStateException("broken");
    }
  }
}
