package io.streamgauge.reporter.internal.exposition;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import io.streamgauge.reporter.snapshot.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes frames for tests. */
final class Frames {

  private Frames() {}

  /** A frame that is begun, and handed to nobody. */
  static Frame begun() {
    Frame frame = new Frame(ended -> {});
    frame.begin();
    return frame;
  }

  static void family(Frame frame, String name, Kind kind) {
    frame.addFamily(FamilyHeader.of(name, kind, ""));
  }

  static int series(Frame frame, String... namesAndValues) {
    return frame.addSeries(labels(namesAndValues));
  }

  static Labels labels(String... namesAndValues) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Labels.of(labels);
  }
}
