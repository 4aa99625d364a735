package io.streamgauge.udf.late;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Passes on every record, and looks whether it is late here. */
final class Probe<T> extends ProcessFunction<T, T> {

  private static final long serialVersionUID = 1;

  private final LateRecordStage stage;
  private transient @Nullable LateRecords lateRecords;

  Probe(LateRecordStage stage) {
    this.stage = stage;
  }

  @Override
  public void open(OpenContext context) {
    lateRecords = stage.open(getRuntimeContext());
  }

  @Override
  public void processElement(T record, Context context, Collector<T> out) {
    if (lateRecords != null) {
      lateRecords.see(context.timestamp(), context.timerService().currentWatermark());
    }
    out.collect(record);
  }
}
