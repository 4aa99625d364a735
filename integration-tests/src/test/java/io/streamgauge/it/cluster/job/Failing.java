package io.streamgauge.it.cluster.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;

/** Counts a failure, and dies of it at once, in the attempts that a test has chosen. */
final class Failing extends RichMapFunction<Long, Long> {
  private static final long serialVersionUID = 1;

  private final String directory;
  private transient Signals signals;
  private transient Counter failures;
  private transient int attempt;

  Failing(String directory) {
    this.directory = directory;
  }

  @Override
  public void open(OpenContext context) {
    signals = new Signals(directory);
    attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
    failures =
        getRuntimeContext().getMetricGroup().addGroup("streamgauge").counter("failures_total");
    getRuntimeContext().getMetricGroup().gauge("attempt", (Gauge<Integer>) () -> attempt);
  }

  @Override
  public Long map(Long value) {
    boolean isFirstSubtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    if (isFirstSubtask && signals.isToFail(attempt)) {
      failures.inc();
      signals.noteFailure();
      throw new IllegalStateException("attempt " + attempt + " was told to fail");
    }
    return value;
  }
}
