package io.streamgauge.it.cluster.job;

import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job of many operators that fails when it is told to. */
public final class WideJob {
  /** How many operators it has. */
  public static final int OPERATORS = 50;

  private static final int CHAIN = 12;

  private WideJob() {}

  /** Takes the directory of the signals. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    // All subtasks hang together, so that all restart with one.
    SingleOutputStreamOperator<Long> stream =
        Ticks.of(environment).rebalance().map(new Failing(arguments[0])).name("failing");
    for (int i = 3; i < OPERATORS; i++) {
      stream = stream.map(value -> value + 1).name("step " + i);
      if (i % CHAIN == 0) {
        stream.startNewChain();
      }
    }
    stream.sinkTo(new DiscardingSink<>()).name("nowhere");
    environment.execute("Wide job");
  }
}
