package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.naming.Catalogue;
import io.streamgauge.reporter.probe.Labeling;
import io.streamgauge.reporter.probe.LiveMetrics;
import java.time.Clock;
import java.util.function.LongSupplier;

/** What all probes of a host share. Immutable. */
final class Surroundings {

  final Catalogue catalogue;
  final LiveMetrics metrics;
  final BatchBoard board;

  /** Applied to each batch of a probe before it is published. */
  final Labeling labeling;

  final HostTimer timer;
  final Clock clock;
  final LongSupplier ticker;

  Surroundings(
      Catalogue catalogue,
      LiveMetrics metrics,
      BatchBoard board,
      Labeling labeling,
      HostTimer timer,
      Clock clock,
      LongSupplier ticker) {
    this.catalogue = catalogue;
    this.metrics = metrics;
    this.board = board;
    this.labeling = labeling;
    this.timer = timer;
    this.clock = clock;
    this.ticker = ticker;
  }
}
