package io.streamgauge.udf;

import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;

/** Counts the records that one filter holds back. Safe for any thread. */
public final class FilterMeter {

  private final SharedCounter filtered;

  FilterMeter(OperatorMetrics metrics, String filter) {
    filtered = metrics.counter("filtered_records_total", Labels.of("filter", filter));
  }

  /** A record is held back. */
  public void filtered() {
    filtered.inc();
  }

  /** So many records are held back. */
  public void filtered(long records) {
    filtered.inc(records);
  }
}
