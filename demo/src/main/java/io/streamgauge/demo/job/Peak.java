package io.streamgauge.demo.job;

import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** The highest of a station's readings in a window, written as text. */
final class Peak extends ProcessWindowFunction<Reading, String, String, TimeWindow> {
  private static final long serialVersionUID = 1;

  @Override
  public void process(
      String station, Context context, Iterable<Reading> peaks, Collector<String> results) {
    for (Reading peak : peaks) {
      results.collect(station + "," + context.window().getStart() + "," + peak.centimetres);
    }
  }

  /** Keeps the higher one. */
  static final class Higher implements ReduceFunction<Reading> {
    private static final long serialVersionUID = 1;

    @Override
    public Reading reduce(Reading left, Reading right) {
      return right.centimetres > left.centimetres ? right : left;
    }
  }
}
