package io.streamgauge.udf.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.internal.meter.JobParameters;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.testing.ObservedBuckets;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UdfMeterTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final OperatorMetrics metrics = OperatorMetrics.of(new RecordedGroup(recorded));
  private final AtomicLong clock = new AtomicLong();

  @Test
  void everythingIsThereBeforeTheFirstCall() {
    meter(100);

    assertThat(recorded.sum("udf_calls_total", "udf", "score")).isZero();
    assertThat(recorded.sum("udf_failures_total", "udf", "score")).isZero();
    assertThat(recorded.sum("udf_duration_seconds", "udf", "score")).isZero();
  }

  @Test
  void theFirstOfEverySoManyCallsIsTimed() {
    UdfMeter meter = meter(3);

    for (int call = 0; call < 7; call++) {
      long begun = meter.begin();
      clock.addAndGet(call * 1_000_000L);
      meter.end(begun);
    }

    assertThat(recorded.sum("udf_calls_total")).isEqualTo(7);
    assertThat(buckets()).containsExactlyInAnyOrderEntriesOf(Map.of(1e-6, 1L, 0.01, 2L));
  }

  @Test
  void withAnIntervalOfOneEveryCallIsTimed() {
    UdfMeter meter = meter(1);

    for (int call = 0; call < 5; call++) {
      meter.end(meter.begin());
    }

    assertThat(buckets()).containsExactlyInAnyOrderEntriesOf(Map.of(1e-6, 5L));
  }

  @Test
  void timeOfOthersIsNotTheFunctions() {
    UdfMeter meter = meter(1);

    long begun = meter.begin();
    clock.addAndGet(7_000_000);
    meter.end(begun, 6_000_000);

    assertThat(buckets()).containsExactlyInAnyOrderEntriesOf(Map.of(0.0025, 1L));
  }

  @Test
  void aCallThatThrowsIsCountedByWhatItThrewAndHasNoDuration() {
    UdfMeter meter = meter(1);

    meter.begin();
    meter.failed(new IllegalStateException());
    meter.begin();
    meter.failed(new CompletionException(new ArithmeticException()));

    assertThat(recorded.sum("udf_calls_total")).isEqualTo(2);
    assertThat(recorded.sum("udf_failures_total")).isEqualTo(2);
    assertThat(recorded.family("udf_exceptions_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "udf_exceptions_total,exception=java.lang.IllegalStateException,udf=score", 1.0,
                "udf_exceptions_total,exception=java.lang.ArithmeticException,udf=score", 1.0));
    assertThat(buckets()).isEmpty();
  }

  @Test
  void theNameTheClassAndTheKindAreTold() {
    UdfMeter.of(UdfSettings.named("score"), "a String", "map", metrics, JobParameters.of("", ""));

    assertThat(recorded.family("udf_info"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("udf_info,class=java.lang.String,kind=map,udf=score", 1.0));
  }

  @Test
  void theUdfsIntervalGoesBeforeTheJobs() {
    JobParameters everyOther = JobParameters.of("", "2");

    assertThat(UdfSettings.named("score").sampleIntervalOr(everyOther)).isEqualTo(2);
    assertThat(UdfSettings.named("score").sampleInterval(5).sampleIntervalOr(everyOther))
        .isEqualTo(5);
    assertThat(UdfSettings.named("score").sampleIntervalOr(JobParameters.of("", "")))
        .isEqualTo(100);
  }

  @Test
  void anIntervalBelowOneIsRefused() {
    assertThatThrownBy(() -> UdfSettings.named("score").sampleInterval(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the sample interval of UDF 'score' must be at least 1, not 0");
  }

  @Test
  void aBlankNameIsRefused() {
    assertThatThrownBy(() -> UdfSettings.named(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of a UDF must have 1 to 200 characters, not ' '");
  }

  private UdfMeter meter(int sampleInterval) {
    return new UdfMeter(metrics, "score", sampleInterval, clock::get);
  }

  private Map<Double, Long> buckets() {
    return ObservedBuckets.of(recorded, "udf_duration_seconds", "udf", "score");
  }
}
