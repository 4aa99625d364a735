package io.streamgauge.reporter.probe;

import io.streamgauge.reporter.internal.registry.DropReason;
import io.streamgauge.reporter.snapshot.PlantedSnapshot;

/** Imports more than a probe may, see {@link PlantedSnapshot}. */
public final class PlantedProbe {

  private final PlantedSnapshot snapshot;

  public PlantedProbe(PlantedSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  public PlantedSnapshot snapshot() {
    return snapshot;
  }

  public DropReason importsTheRegistry() {
    return DropReason.NULL;
  }
}
