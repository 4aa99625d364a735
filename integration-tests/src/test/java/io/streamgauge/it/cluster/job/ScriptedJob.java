package io.streamgauge.it.cluster.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job whose checkpoints and failures a test writes the script of. */
public final class ScriptedJob {
  private ScriptedJob() {}

  /** Takes the directory of the script, and the job's name. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Ticks.of(environment)
        .rebalance()
        .map(new Scripted(arguments[0]))
        .name("scripted")
        .sinkTo(new DiscardingSink<>())
        .name("nowhere");
    environment.execute(arguments[1]);
  }
}
