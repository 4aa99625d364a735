package io.streamgauge.it.cluster.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/** Has a metric of every kind, as jobs register them. */
final class Metered extends RichMapFunction<Long, Long> {
  private static final long serialVersionUID = 1;

  private transient Counter plain;
  private transient Counter ours;
  private transient Counter keyed;
  private transient Histogram values;
  private transient Histogram bucketed;
  private transient long last;

  @Override
  public void open(OpenContext context) {
    MetricGroup group = getRuntimeContext().getMetricGroup();
    plain = group.counter("seen");
    group.meter("seenPerSecond", new MeterView(plain));
    values = group.histogram("values", new RecentValues());
    group.gauge("last", (Gauge<Long>) () -> last);
    group.gauge("text", (Gauge<String>) () -> "not a number");
    group.addGroup("plain group").gauge("odd-name.with/signs", (Gauge<Double>) () -> 0.5);
    keyed = group.addGroup("river", "Rhône: Lyon").counter("gauged");
    MetricGroup streamgauge = group.addGroup("streamgauge");
    ours = streamgauge.counter("ticks_total");
    bucketed = streamgauge.histogram("tick_size", new Bucketed());
    streamgauge.gauge("last_tick", (Gauge<Long>) () -> last);
  }

  @Override
  public Long map(Long value) {
    plain.inc();
    ours.inc();
    keyed.inc();
    values.update(value);
    bucketed.update(value);
    last = value;
    return value;
  }
}
