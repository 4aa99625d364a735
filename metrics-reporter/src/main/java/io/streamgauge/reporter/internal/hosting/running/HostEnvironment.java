package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.internal.hosting.Labeling;
import io.streamgauge.reporter.internal.hosting.LiveMetrics;
import io.streamgauge.reporter.internal.hosting.publishing.PublishedBatches;
import io.streamgauge.reporter.internal.naming.Catalogue;
import java.time.Clock;
import java.util.function.LongSupplier;

/** The metrics, batches, threads and clocks that all probes of a host share. Immutable. */
final class HostEnvironment {

  final Catalogue catalogue;
  final LiveMetrics metrics;
  final PublishedBatches batches;

  /** Applied to each batch of a probe before it is published. */
  final Labeling labeling;

  final HostTimer timer;
  final Clock clock;
  final LongSupplier ticker;

  HostEnvironment(
      Catalogue catalogue,
      LiveMetrics metrics,
      PublishedBatches batches,
      Labeling labeling,
      HostTimer timer,
      Clock clock,
      LongSupplier ticker) {
    this.catalogue = catalogue;
    this.metrics = metrics;
    this.batches = batches;
    this.labeling = labeling;
    this.timer = timer;
    this.clock = clock;
    this.ticker = ticker;
  }
}
