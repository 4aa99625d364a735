package io.streamgauge.it.cluster.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job with keyed state. */
public final class KeyedJob {
  private static final int KEYS = 10;

  private KeyedJob() {}

  /** Takes nothing. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Ticks.of(environment)
        .keyBy(value -> value % KEYS)
        .map(new Summed())
        .name("sums")
        .sinkTo(new DiscardingSink<>())
        .name("nowhere");
    environment.execute("Keyed job");
  }
}
