package io.streamgauge.demo.job;

import java.nio.file.Files;
import org.apache.flink.api.common.functions.RichFilterFunction;

/**
 * Fails at the record that asks for it, but only in the job's first attempt, and waits at those
 * that ask for that.
 */
final class FaultFilter extends RichFilterFunction<Reading> {
  private static final long serialVersionUID = 1;
  private static final long LOOK_MILLIS = 100;

  @Override
  public boolean filter(Reading reading) throws InterruptedException {
    if (reading.isFault() && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
      throw new IllegalStateException("the demo makes its job fail once");
    }
    while (reading.isHold() && Files.exists(reading.gate())) {
      Thread.sleep(LOOK_MILLIS);
    }
    return !reading.isFault() && !reading.isHold();
  }
}
