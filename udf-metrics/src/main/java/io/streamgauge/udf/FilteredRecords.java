package io.streamgauge.udf;

import io.streamgauge.udf.internal.meter.Names;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;

/**
 * The records that a function holds back of itself, under a name: for jobs that filter elsewhere
 * than in a {@code FilterFunction}, for which {@link Udf#filter} is there. Immutable.
 *
 * <pre>{@code
 * public void open(OpenContext context) {
 *   tests = FilteredRecords.named("test-orders").open(getRuntimeContext());
 * }
 *
 * public void flatMap(Order order, Collector<Order> out) {
 *   if (order.isTest()) {
 *     tests.filtered();
 *   } else {
 *     out.collect(order);
 *   }
 * }
 * }</pre>
 */
public final class FilteredRecords implements Serializable {

  private static final long serialVersionUID = 1;

  private final String name;

  private FilteredRecords(String name) {
    this.name = name;
  }

  /**
   * The records that a filter of this name holds back.
   *
   * @throws IllegalArgumentException if it is blank or longer than 200 characters
   */
  public static FilteredRecords named(String name) {
    return new FilteredRecords(Names.checked("a filter", name));
  }

  /** Counts in a function, from its {@code open} on. */
  public FilterMeter open(RuntimeContext context) {
    return new FilterMeter(OperatorMetrics.of(context), name);
  }

  /** Counts in whatever Flink gave a metric group to. */
  public FilterMeter open(MetricGroup group) {
    return new FilterMeter(OperatorMetrics.of(group), name);
  }
}
