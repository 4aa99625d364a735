package io.streamgauge.it.cluster.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job with a metric of every kind. */
public final class MeteredJob {
  /** As Flink shows it. */
  public static final String NAME = "Metered job: ticks → nowhere";

  private MeteredJob() {}

  /** Takes nothing. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Ticks.of(environment)
        .rebalance()
        .map(new Metered())
        .name("metered")
        .sinkTo(new DiscardingSink<>())
        .name("nowhere");
    environment.execute(NAME);
  }
}
