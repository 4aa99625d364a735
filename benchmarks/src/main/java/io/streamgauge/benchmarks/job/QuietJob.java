package io.streamgauge.benchmarks.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that does next to nothing, with many metrics. */
public final class QuietJob {

  private QuietJob() {}

  /**
   * Runs the job.
   *
   * @param arguments how many metrics each subtask registers, and the file that shows its start
   */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment
        .fromSequence(0, Long.MAX_VALUE)
        .map(new QuietMap(Integer.parseInt(arguments[0]), arguments[1]))
        .returns(Long.class)
        .sinkTo(new DiscardingSink<>());
    environment.execute("quiet");
  }
}
