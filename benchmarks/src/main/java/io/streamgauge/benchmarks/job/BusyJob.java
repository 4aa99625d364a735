package io.streamgauge.benchmarks.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that does nothing but compute: numbers, a hash of each, nowhere. */
public final class BusyJob {

  private BusyJob() {}

  /**
   * Runs the job.
   *
   * @param arguments how many metrics each subtask registers, and the file that gets its progress
   */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment
        .fromSequence(0, Long.MAX_VALUE)
        .map(new BusyMap(Integer.parseInt(arguments[0]), arguments[1]))
        .returns(Long.class)
        .sinkTo(new DiscardingSink<>());
    environment.execute("busy");
  }
}
