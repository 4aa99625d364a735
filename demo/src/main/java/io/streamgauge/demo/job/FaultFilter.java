package io.streamgauge.demo.job;

import org.apache.flink.api.common.functions.RichFilterFunction;

/** Fails at the record that asks for it, but only in the job's first attempt. */
final class FaultFilter extends RichFilterFunction<Reading> {
  private static final long serialVersionUID = 1;

  @Override
  public boolean filter(Reading reading) {
    if (reading.isFault() && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
      throw new IllegalStateException("the demo makes its job fail once");
    }
    return !reading.isFault();
  }
}
