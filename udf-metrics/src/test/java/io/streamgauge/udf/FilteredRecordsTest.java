package io.streamgauge.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilteredRecordsTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final RecordedGroup group = new RecordedGroup(recorded);

  @Test
  void recordsAreCountedUnderTheNameOfTheFilterFromZeroOn() {
    FilterMeter tests = FilteredRecords.named("test-orders").open(group);
    FilterMeter late = FilteredRecords.named("old-orders").open(group);

    tests.filtered();
    tests.filtered(4);

    assertThat(late).isNotNull();
    assertThat(recorded.family("filtered_records_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "filtered_records_total,filter=test-orders", 5.0,
                "filtered_records_total,filter=old-orders", 0.0));
  }

  @Test
  void aBlankNameIsRefused() {
    assertThatThrownBy(() -> FilteredRecords.named(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of a filter must have 1 to 200 characters, not ''");
  }
}
