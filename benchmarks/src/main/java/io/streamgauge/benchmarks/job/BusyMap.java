package io.streamgauge.benchmarks.job;

import java.nio.file.Path;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.jspecify.annotations.Nullable;

/** Hashes numbers for about half a microsecond each, and has many metrics. */
final class BusyMap extends RichMapFunction<Long, Long> {

  private static final long serialVersionUID = 1;

  private static final int ROUNDS = 200;
  private static final int NAMES = 100;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final int metrics;
  private final String progressFile;

  private transient long processed;

  /** The same for the thread that notes the progress. */
  private transient volatile long records;

  private transient @Nullable Progress progress;

  BusyMap(int metrics, String progressFile) {
    this.metrics = metrics;
    this.progressFile = progressFile;
  }

  @Override
  public void open(OpenContext context) {
    register(getRuntimeContext().getMetricGroup(), metrics);
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    progress = Progress.start(Path.of(progressFile + "." + subtask), () -> records);
  }

  /** Registers so many metrics. */
  static void register(MetricGroup own, int metrics) {
    for (int i = 0; i < metrics; i += NAMES) {
      registerPart(own.addGroup("part", Integer.toString(i / NAMES)), Math.min(NAMES, metrics - i));
    }
  }

  /** 40 counters, 30 gauges and 30 meters of a hundred. */
  private static void registerPart(MetricGroup group, int count) {
    for (int name = 0; name < count; name++) {
      String metric = "extraMetricNumber" + name;
      if (name < 40) {
        group.counter(metric, new SimpleCounter()).inc(name);
      } else if (name < 70) {
        long value = name * FACTOR;
        group.gauge(metric, (Gauge<Long>) () -> value);
      } else {
        group.meter(metric, new MeterView(new SimpleCounter()));
      }
    }
  }

  @Override
  public Long map(Long number) {
    long hash = number;
    for (int i = 0; i < ROUNDS; i++) {
      hash = (hash ^ (hash >>> 29)) * FACTOR;
    }
    records = ++processed;
    return hash;
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
