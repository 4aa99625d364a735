package io.streamgauge.udf.late;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import org.junit.jupiter.api.Test;

class LateRecordsTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final LateRecords records =
      new LateRecords("orders", OperatorMetrics.of(new RecordedGroup(recorded)));

  @Test
  void aRecordIsLateWhenItsTimestampIsNotAfterTheWatermark() {
    assertThat(records.see(999L, 1000)).isTrue();
    assertThat(records.see(1000L, 1000)).isTrue();
    assertThat(records.see(1001L, 1000)).isFalse();

    assertThat(recorded.sum("event_time_records_total", "stage", "orders")).isEqualTo(3);
    assertThat(recorded.sum("late_records_total", "stage", "orders")).isEqualTo(2);
  }

  @Test
  void nothingIsLateBeforeTheFirstWatermark() {
    assertThat(records.see(0L, Long.MIN_VALUE)).isFalse();
    assertThat(records.see(Long.MIN_VALUE, Long.MIN_VALUE)).isFalse();

    assertThat(recorded.sum("late_records_total")).isZero();
  }

  @Test
  void aRecordWithoutTimestampIsNotCounted() {
    assertThat(records.see(null, 1000)).isFalse();

    assertThat(recorded.sum("event_time_records_total")).isZero();
  }

  @Test
  void whatIsDroppedIsNotCountedAsSeen() {
    records.dropped();

    assertThat(recorded.sum("dropped_late_records_total", "stage", "orders")).isEqualTo(1);
    assertThat(recorded.sum("late_records_total")).isZero();
    assertThat(recorded.sum("event_time_records_total")).isZero();
  }

  @Test
  void latenessBeyondTheRangeOfALongIsNoFault() {
    assertThat(records.see(Long.MIN_VALUE, Long.MAX_VALUE)).isTrue();

    assertThat(recorded.sum("record_lateness_seconds")).isEqualTo(1);
  }

  @Test
  void aStageHasAName() {
    assertThatThrownBy(() -> LateRecords.at(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a stage for late records")
        .hasMessageContaining("' '");
  }
}
