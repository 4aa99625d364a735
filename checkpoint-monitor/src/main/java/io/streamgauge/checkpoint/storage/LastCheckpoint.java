package io.streamgauge.checkpoint.storage;

/** The checkpoint that a job would be restored from. Immutable. */
final class LastCheckpoint {

  private final CheckpointFolder folder;
  private final boolean isInherited;

  /**
   * A checkpoint.
   *
   * @param isInherited whether it was completed before this JobManager took over
   */
  LastCheckpoint(CheckpointFolder folder, boolean isInherited) {
    this.folder = folder;
    this.isInherited = isInherited;
  }

  CheckpointFolder folder() {
    return folder;
  }

  boolean isInherited() {
    return isInherited;
  }
}
