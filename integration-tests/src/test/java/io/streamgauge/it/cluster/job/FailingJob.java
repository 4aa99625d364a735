package io.streamgauge.it.cluster.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that fails when it is told to. */
public final class FailingJob {
  private FailingJob() {}

  /** Takes the directory of the signals. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Ticks.of(environment)
        .rebalance()
        .map(new Failing(arguments[0]))
        .name("failing")
        .sinkTo(new DiscardingSink<>())
        .name("nowhere");
    environment.execute("Failing job");
  }
}
