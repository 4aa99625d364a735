package io.streamgauge.checkpoint.storage;

import java.util.List;
import java.util.Optional;

/**
 * The completed checkpoints of a job, as Flink knew them at one time, which may be seconds ago.
 * Immutable.
 */
final class CheckpointsOfJob {

  /** Without any checkpoint in a folder. */
  static final CheckpointsOfJob NONE = new CheckpointsOfJob(Optional.empty(), List.of());

  /** From fewer checkpoints nothing follows about the time between two of them. */
  private static final int LEAST_KNOWN = 4;

  private final Optional<LastCheckpoint> last;
  private final List<Completed> history;

  /**
   * The checkpoints of a job.
   *
   * @param last the one that the job would be restored from
   * @param history the latest ones that were completed, savepoints excluded, the oldest first
   */
  CheckpointsOfJob(Optional<LastCheckpoint> last, List<Completed> history) {
    this.last = last;
    this.history = List.copyOf(history);
  }

  /** A completed checkpoint. Immutable. */
  static final class Completed {

    private final CheckpointFolder folder;
    private final long acknowledgedMillis;
    private final boolean isDiscarded;

    /**
     * A checkpoint.
     *
     * @param acknowledgedMillis when its last subtask acknowledged it, in milliseconds since 1970
     * @param isDiscarded whether Flink has begun to delete it
     */
    Completed(CheckpointFolder folder, long acknowledgedMillis, boolean isDiscarded) {
      this.folder = folder;
      this.acknowledgedMillis = acknowledgedMillis;
      this.isDiscarded = isDiscarded;
    }
  }

  /** The checkpoint that the job would be restored from; empty if there is none in a folder. */
  Optional<LastCheckpoint> last() {
    return last;
  }

  /**
   * Whether the checkpoint in a folder was the last one at a time: its successor was acknowledged
   * only after that, or would have been far too early. Too early is less than half of the shortest
   * time between the checkpoints before.
   *
   * @param millis in milliseconds since 1970
   */
  boolean wasLastAt(CheckpointFolder folder, long millis) {
    int index = indexOf(folder);
    if (index < 0) {
      return false;
    }
    return index + 1 < history.size()
        ? history.get(index + 1).acknowledgedMillis > millis
        : millis - history.get(index).acknowledgedMillis < shortestGapMillis() / 2;
  }

  /** 0 if too few checkpoints are known. */
  private long shortestGapMillis() {
    if (history.size() < LEAST_KNOWN) {
      return 0;
    }
    long shortest = Long.MAX_VALUE;
    for (int i = 1; i < history.size(); i++) {
      shortest =
          Math.min(
              shortest, history.get(i).acknowledgedMillis - history.get(i - 1).acknowledgedMillis);
    }
    return shortest;
  }

  /** Whether Flink had not begun to delete the checkpoint in a folder. */
  boolean retains(CheckpointFolder folder) {
    int index = indexOf(folder);
    return index >= 0 && !history.get(index).isDiscarded;
  }

  private int indexOf(CheckpointFolder folder) {
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).folder.path().equals(folder.path())) {
        return i;
      }
    }
    return -1;
  }
}
