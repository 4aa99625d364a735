package io.streamgauge.checkpoint.health;

import java.util.Locale;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.jspecify.annotations.Nullable;

/** Why a checkpoint failed: Flink's reasons, put together by what one does about them. */
public enum FailureReason {
  /** It was not completed within the time-out. */
  EXPIRED,
  /** A task refused it, or failed in the synchronous part of its snapshot. */
  DECLINED,
  /**
   * State could not be written: in the asynchronous part of a snapshot, which writes it, or when
   * the JobManager wrote the metadata.
   */
  STORAGE,
  /** Any other: the job failed or was stopped meanwhile, it could not be triggered. */
  OTHER;

  /** The value of the label {@code reason}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The reason that a failure message tells.
   *
   * <p>Flink writes {@code CheckpointFailureReason.message()} into the message of each {@code
   * CheckpointException}, alone or behind {@code Failure reason:}; this looks for those of the
   * Flink that it runs in.
   *
   * @param message Flink's, perhaps empty
   */
  public static FailureReason of(String message) {
    CheckpointFailureReason found = null;
    for (CheckpointFailureReason each : CheckpointFailureReason.values()) {
      if (message.contains(each.message()) && isLonger(each, found)) {
        found = each;
      }
    }
    return Optional.ofNullable(found).map(FailureReason::of).orElse(OTHER);
  }

  /** Some messages begin with another's. */
  private static boolean isLonger(
      CheckpointFailureReason reason, @Nullable CheckpointFailureReason than) {
    return than == null || reason.message().length() > than.message().length();
  }

  private static FailureReason of(CheckpointFailureReason reason) {
    switch (reason) {
      case CHECKPOINT_EXPIRED:
        return EXPIRED;
      case CHECKPOINT_DECLINED:
      case CHECKPOINT_DECLINED_TASK_NOT_READY:
      case CHECKPOINT_DECLINED_TASK_CLOSING:
      case CHECKPOINT_DECLINED_SUBSUMED:
      case CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER:
      case CHECKPOINT_DECLINED_INPUT_END_OF_STREAM:
        return DECLINED;
      case IO_EXCEPTION:
      case CHECKPOINT_ASYNC_EXCEPTION:
      case CHANNEL_STATE_SHARED_STREAM_EXCEPTION:
      case FINALIZE_CHECKPOINT_FAILURE:
        return STORAGE;
      default:
        return OTHER;
    }
  }
}
