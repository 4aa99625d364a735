package io.streamgauge.checkpoint.health;

import io.streamgauge.checkpoint.rest.Checkpoint;
import io.streamgauge.checkpoint.rest.Checkpoints;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Counts a job's checkpoints and savepoints that have ended, each once, however often one looks.
 *
 * <p>Flink tells how many ended, and remembers the last few. What was forgotten before it was
 * looked at, and what failed before it could be started, is counted under the kind {@link
 * Kind#UNKNOWN}, so that the sum is always Flink's.
 */
public final class CheckpointLedger {

  private final Map<Kind, Outcomes> outcomes = new EnumMap<>(Kind.class);
  private final TreeSet<Long> counted = new TreeSet<>();

  /** A ledger of a job that was not looked at yet. */
  public CheckpointLedger() {
    for (Kind kind : Kind.values()) {
      outcomes.put(kind, new Outcomes());
    }
  }

  /** What ended. */
  public enum Kind {
    CHECKPOINT("checkpoint"),
    SAVEPOINT("savepoint"),
    /** One of both: Flink no longer says which. */
    UNKNOWN("unknown");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The value of the label {@code kind}. */
    public String label() {
      return label;
    }

    /** The kind of a checkpoint that Flink remembers. */
    public static Kind of(Checkpoint checkpoint) {
      return checkpoint.isSavepoint() ? SAVEPOINT : CHECKPOINT;
    }
  }

  /** How many of a kind ended how. */
  static final class Outcomes {

    private long completed;
    private final Map<FailureReason, Long> failed = new EnumMap<>(FailureReason.class);

    long completed() {
      return completed;
    }

    long failed(FailureReason reason) {
      return failed.getOrDefault(reason, 0L);
    }

    long failed() {
      return failed.values().stream().mapToLong(Long::longValue).sum();
    }

    private void add(Checkpoint checkpoint) {
      if (checkpoint.isCompleted()) {
        completed++;
      } else {
        failed.merge(FailureReason.of(checkpoint.failureMessage()), 1L, Long::sum);
      }
    }
  }

  /**
   * Takes in what Flink says now.
   *
   * @return what ended since the last time and is still remembered, in order of the ids
   */
  public List<Checkpoint> look(Checkpoints now) {
    List<Checkpoint> ended = new ArrayList<>();
    for (Checkpoint each : now.history()) {
      if ((each.isCompleted() || each.isFailed()) && counted.add(each.id())) {
        outcomes(Kind.of(each)).add(each);
        ended.add(each);
      }
    }
    if (!now.history().isEmpty()) {
      counted.headSet(now.history().get(0).id()).clear();
    }
    countForgotten(now);
    return ended;
  }

  private void countForgotten(Checkpoints now) {
    Outcomes unknown = outcomes(Kind.UNKNOWN);
    unknown.completed = Math.max(unknown.completed, now.completed() - known(Outcomes::completed));
    unknown.failed.merge(
        FailureReason.OTHER, Math.max(0, now.failed() - known(Outcomes::failed)), Math::max);
  }

  private long known(ToLongFunction<Outcomes> number) {
    return number.applyAsLong(outcomes(Kind.CHECKPOINT))
        + number.applyAsLong(outcomes(Kind.SAVEPOINT));
  }

  /** What ended so far. */
  Outcomes outcomes(Kind kind) {
    Outcomes found = outcomes.get(kind);
    if (found == null) {
      throw new IllegalArgumentException(kind.label());
    }
    return found;
  }
}
