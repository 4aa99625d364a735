package io.streamgauge.kafka.rules;

import java.util.Optional;

/** What is wrong with a partition that a running source reads. */
public final class SourceRules {

  private SourceRules() {}

  /**
   * The first rule that applies:
   *
   * <ul>
   *   <li>records were deleted before they were read: {@link Problem#DATA_LOSS};
   *   <li>the position is below what was committed before: {@link Problem#REWOUND} (that it goes
   *       back to the last checkpoint is what a restart does);
   *   <li>there was lag at every look, and the position stood still: {@link Problem#STALLED};
   *   <li>the position moved, but the commits stood still with something to commit at every look:
   *       {@link Problem#COMMIT_STALLED};
   *   <li>there was lag at every look, and it only grew: {@link Problem#LAGGING}.
   * </ul>
   *
   * @param position history of the position
   * @param commits history of the offset that the source committed; empty if it does not commit
   * @param isDataLost whether records were deleted before they were read
   * @param isRewound whether the position is below what was committed before
   * @param isReadAll whether nothing is left but control records of transactions
   */
  public static Optional<Problem> problem(
      OffsetHistory position,
      Optional<OffsetHistory> commits,
      boolean isDataLost,
      boolean isRewound,
      boolean isReadAll) {
    if (isDataLost) {
      return Optional.of(Problem.DATA_LOSS);
    }
    if (isRewound) {
      return Optional.of(Problem.REWOUND);
    }
    boolean isBehind = !isReadAll && !position.hadCaughtUp();
    if (isBehind && position.stoodStill()) {
      return Optional.of(Problem.STALLED);
    }
    if (position.moved() && commits.map(SourceRules::areOverdue).orElse(false)) {
      return Optional.of(Problem.COMMIT_STALLED);
    }
    return isBehind && position.lagOnlyGrew() ? Optional.of(Problem.LAGGING) : Optional.empty();
  }

  private static boolean areOverdue(OffsetHistory commits) {
    return commits.stoodStill() && !commits.hadCaughtUp();
  }
}
