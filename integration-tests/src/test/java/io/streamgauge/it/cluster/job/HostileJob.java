package io.streamgauge.it.cluster.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that is hard on whoever reads its metrics. */
public final class HostileJob {
  /** As Flink shows it. */
  public static final String NAME = "Hostile job";

  private HostileJob() {}

  /** Takes how many gauges hang for ever. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Ticks.of(environment)
        .rebalance()
        .map(new Hostile(Integer.parseInt(arguments[0])))
        .name("hostile")
        .sinkTo(new DiscardingSink<>())
        .name("nowhere");
    environment.execute(NAME);
  }
}
