package io.streamgauge.it.cluster.job;

import org.apache.flink.api.common.serialization.SimpleStringSchema;

/** Times as text, and what makes the job fail. */
final class TimeSchema extends SimpleStringSchema {
  private static final long serialVersionUID = 1;

  @Override
  public String deserialize(byte[] message) {
    String time = super.deserialize(message);
    if (!time.equals(WindowJob.POISON)) {
      // Throws at what is none.
      Long.parseLong(time);
    }
    return time;
  }
}
