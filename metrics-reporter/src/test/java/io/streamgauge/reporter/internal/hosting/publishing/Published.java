package io.streamgauge.reporter.internal.hosting.publishing;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.hosting.BatchSource;
import java.util.ArrayList;
import java.util.List;

/** What a source of batches shows, as lines that a test can read. */
public final class Published {

  private Published() {}

  /** Series as {@code name{labels} value}; a histogram's value is its number of buckets. */
  public static List<String> lines(BatchSource source, long nowMillis) {
    Frame frame = new Frame(released -> {});
    frame.begin();
    source.families().forEach(family -> family.appendTo(frame, nowMillis));
    List<String> lines = new ArrayList<>();
    for (int family = 0; family < frame.familyCount(); family++) {
      for (int i = frame.firstSeries(family); i < frame.endSeries(family); i++) {
        lines.add(frame.family(family).name() + frame.labels(i) + ' ' + value(frame, i));
      }
    }
    return lines;
  }

  /** Without the states of probes, and the errors that have not happened. */
  public static List<String> essentials(BatchSource source, long nowMillis) {
    return lines(source, nowMillis).stream()
        .filter(line -> !line.startsWith("streamgauge_probe_state"))
        .filter(line -> !(line.startsWith("streamgauge_probe_errors_total") && line.endsWith(" 0")))
        .toList();
  }

  private static String value(Frame frame, int series) {
    int start = frame.valueStart(series);
    return frame.shape(series) == Frame.REAL
        ? Double.toString(frame.realAt(start))
        : Long.toString(frame.integerAt(start));
  }
}
