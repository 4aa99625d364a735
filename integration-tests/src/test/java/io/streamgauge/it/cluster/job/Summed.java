package io.streamgauge.it.cluster.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** Sums up the values of each key. */
final class Summed extends RichMapFunction<Long, Long> {
  private static final long serialVersionUID = 1;

  private transient ValueState<Long> sum;

  @Override
  public void open(OpenContext context) {
    sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.LONG));
  }

  @Override
  public Long map(Long value) throws Exception {
    Long before = sum.value();
    long now = before == null ? value : before + value;
    sum.update(now);
    return now;
  }
}
