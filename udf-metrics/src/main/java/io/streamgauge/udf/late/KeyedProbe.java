package io.streamgauge.udf.late;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** {@link Probe} behind a shuffle by key. */
final class KeyedProbe<K, T> extends KeyedProcessFunction<K, T, T> {

  private static final long serialVersionUID = 1;

  private final LateRecordStage stage;
  private transient @Nullable LateRecords lateRecords;

  KeyedProbe(LateRecordStage stage) {
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
