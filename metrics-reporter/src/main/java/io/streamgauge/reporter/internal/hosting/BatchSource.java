package io.streamgauge.reporter.internal.hosting;

import io.streamgauge.reporter.probe.BatchFamily;
import java.util.List;

/** What the probes have published and is still valid, for those who make a frame of it. */
public interface BatchSource {

  /** Nothing, as with no probe at all. */
  BatchSource EMPTY = List::of;

  /**
   * The families in order of their names: no name twice, and in no family the same labels twice.
   * Cheap: runs nothing of a probe and waits for none.
   */
  List<BatchFamily> families();
}
