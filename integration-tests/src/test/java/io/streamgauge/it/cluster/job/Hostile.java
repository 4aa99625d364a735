package io.streamgauge.it.cluster.job;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** Has gauges that do everything that a gauge must not. */
final class Hostile extends RichMapFunction<Long, Long> {
  private static final long serialVersionUID = 1;
  private static final int SLOW_SECONDS = 2;

  private final int hanging;
  private transient Counter seen;

  Hostile(int hanging) {
    this.hanging = hanging;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup group = getRuntimeContext().getMetricGroup();
    seen = group.counter("seen");
    group.gauge("throwing", (Gauge<Long>) Hostile::fail);
    group.gauge("breaking", (Gauge<Long>) Hostile::breakDown);
    group.gauge("nothing", (Gauge<Long>) () -> null);
    group.gauge("slow", (Gauge<Integer>) Hostile::dawdle);
    for (int i = 0; i < hanging; i++) {
      // Captures, so that each is a metric of its own.
      int number = i;
      group.gauge("hanging" + i, (Gauge<Integer>) () -> hang(number));
    }
  }

  private static Long fail() {
    throw new IllegalStateException("a gauge that throws");
  }

  private static Long breakDown() {
    throw new NoClassDefFoundError("a gauge that throws an Error");
  }

  private static Integer dawdle() {
    try {
      return new CountDownLatch(1).await(SLOW_SECONDS, TimeUnit.SECONDS) ? 1 : 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** Not even an interrupt ends it. */
  private static Integer hang(int number) {
    CountDownLatch never = new CountDownLatch(number + 1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // It hangs all the same: that is what it is for.
      }
    }
  }

  @Override
  public Long map(Long value) {
    seen.inc();
    return value;
  }
}
