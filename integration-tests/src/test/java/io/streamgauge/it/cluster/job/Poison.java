package io.streamgauge.it.cluster.job;

import org.apache.flink.api.common.functions.RichFilterFunction;

/** Makes the job fail, once, when the record comes that says so; lets all others through. */
final class Poison extends RichFilterFunction<String> {
  private static final long serialVersionUID = 1;

  @Override
  public boolean filter(String time) {
    boolean isPoison = time.equals(WindowJob.POISON);
    if (isPoison && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
      throw new IllegalStateException("the poison has come");
    }
    return !isPoison;
  }
}
