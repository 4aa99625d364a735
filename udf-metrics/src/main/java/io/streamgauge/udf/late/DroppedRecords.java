package io.streamgauge.udf.late;

import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Passes on what comes through a late side output, and counts it as dropped. */
final class DroppedRecords<T> extends ProcessFunction<T, T> {

  private static final long serialVersionUID = 1;

  private final String stage;
  private transient @Nullable SharedCounter dropped;

  DroppedRecords(String stage) {
    this.stage = stage;
  }

  static SharedCounter counter(String stage, OperatorMetrics metrics) {
    return metrics.counter("dropped_late_records_total", Labels.of("stage", stage));
  }

  @Override
  public void open(OpenContext context) {
    dropped = counter(stage, OperatorMetrics.of(getRuntimeContext()));
  }

  @Override
  public void processElement(T record, Context context, Collector<T> out) {
    if (dropped != null) {
      dropped.inc();
    }
    out.collect(record);
  }
}
