package io.streamgauge.kafka.problem;

import java.util.Optional;

/** What is wrong with a partition that a running source reads. */
public final class SourceRules {

  private SourceRules() {}

  /**
   * The first rule that applies:
   *
   * <ul>
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
   * @param rewound whether the position is below what was committed before
   * @param hasReadAll whether what is left are the control records of transactions
   */
  public static Optional<Problem> problem(
      OffsetHistory position,
      Optional<OffsetHistory> commits,
      boolean rewound,
      boolean hasReadAll) {
    if (rewound) {
      return Optional.of(Problem.REWOUND);
    }
    boolean isBehind = !hasReadAll && !position.hadCaughtUp();
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
