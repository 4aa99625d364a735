package io.streamgauge.it.cluster.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that ends by itself. */
public final class CountedJob {
  private CountedJob() {}

  /** Takes the job's name. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.fromSequence(1, 1_000).sinkTo(new DiscardingSink<>());
    environment.execute(arguments[0]);
  }
}
