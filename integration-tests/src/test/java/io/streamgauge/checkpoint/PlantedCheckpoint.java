package io.streamgauge.checkpoint;

import com.google.cloud.PlantedGoogle;
import io.streamgauge.reporter.internal.registry.DropReason;

/** Breaks the rules of the checkpoint monitor. */
public final class PlantedCheckpoint {

  public PlantedGoogle importsGoogle() {
    return new PlantedGoogle();
  }

  public DropReason importsTheRegistry() {
    return DropReason.NULL;
  }
}
