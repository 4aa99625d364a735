package io.streamgauge.kafka.rules;

import java.util.Optional;

/** What is wrong with a partition, as far as the offsets that a group has committed tell. */
public final class GroupRules {

  private GroupRules() {}

  /**
   * The first rule that applies:
   *
   * <ul>
   *   <li>records were deleted before they were committed as read: {@link Problem#DATA_LOSS};
   *   <li>it went back, and has not come to where it was: {@link Problem#REWOUND} (Burrow's
   *       second);
   *   <li>what lies before the end may be no records: nothing;
   *   <li>the job that commits is known and does not run, with lag: {@link Problem#STOPPED};
   *   <li>no lag at some look of the window: nothing (Burrow's first);
   *   <li>the commits stood still: {@link Problem#COMMIT_STALLED} if the job is known to run, else
   *       {@link Problem#STOPPED} (Burrow's third and fourth: that a group commits the same offset
   *       again cannot be told from that it does not commit);
   *   <li>the lag only grew: {@link Problem#LAGGING} (Burrow's fifth).
   * </ul>
   *
   * @param commits history of the committed offset
   * @param isDataLost whether records were deleted before they were committed as read
   * @param isReadAll whether nothing is left but control records of transactions
   * @param job what is known of the job that commits
   */
  public static Optional<Problem> problem(
      OffsetHistory commits, boolean isDataLost, boolean isReadAll, JobState job) {
    if (isDataLost) {
      return Optional.of(Problem.DATA_LOSS);
    }
    if (commits.wasRewound()) {
      return Optional.of(Problem.REWOUND);
    }
    if (isReadAll || !commits.isBehind()) {
      return Optional.empty();
    }
    return job == JobState.NOT_RUNNING ? Optional.of(Problem.STOPPED) : standing(commits, job);
  }

  private static Optional<Problem> standing(OffsetHistory commits, JobState job) {
    if (commits.hadCaughtUp()) {
      return Optional.empty();
    }
    if (commits.stoodStill()) {
      return Optional.of(job == JobState.RUNNING ? Problem.COMMIT_STALLED : Problem.STOPPED);
    }
    return commits.lagOnlyGrew() ? Optional.of(Problem.LAGGING) : Optional.empty();
  }
}
