package io.streamgauge.kafka.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rule applies first. */
class RulesTest {

  private static final OffsetHistory STILL = history(5, 5, 10, 10);
  private static final OffsetHistory READ_ALL = history(5, 5, 0, 0);
  private static final OffsetHistory MOVING = history(5, 9, 10, 10);
  private static final OffsetHistory LAGGING = history(5, 9, 10, 20);
  private static final OffsetHistory BACK = history(9, 5, 10, 14);

  private static OffsetHistory history(long first, long last, long firstLag, long lastLag) {
    OffsetHistory history = new OffsetHistory(Duration.ofMinutes(5));
    history.add(0, first, firstLag);
    history.add(TimeUnit.MINUTES.toNanos(5), last, lastLag);
    return history;
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, COMMIT_STALLED",
    "NOT_RUNNING, STOPPED",
    "UNKNOWN, STOPPED",
  })
  void commitsThatStandStillMeanWhatIsKnownOfTheJob(JobState job, Problem expected) {
    assertThat(GroupRules.problem(STILL, false, false, job)).contains(expected);
  }

  @Test
  void aJobThatDoesNotRunIsStoppedAtOnceThoughItsCommitsMoved() {
    assertThat(GroupRules.problem(MOVING, false, false, JobState.NOT_RUNNING))
        .contains(Problem.STOPPED);
  }

  @ParameterizedTest
  @EnumSource
  void withoutLagNobodyIsStopped(JobState job) {
    assertThat(GroupRules.problem(READ_ALL, false, false, job)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatMayBeControlRecordsIsNoProblem(JobState job) {
    assertThat(GroupRules.problem(STILL, false, true, job)).isEmpty();
  }

  @Test
  void lossIsWorseThanAnyOther() {
    assertThat(GroupRules.problem(BACK, true, true, JobState.NOT_RUNNING))
        .contains(Problem.DATA_LOSS);
  }

  @Test
  void aGroupThatWentBackIsRewound() {
    assertThat(GroupRules.problem(BACK, false, false, JobState.NOT_RUNNING))
        .contains(Problem.REWOUND);
  }

  @Test
  void aGroupWhoseLagOnlyGrowsIsLagging() {
    assertThat(GroupRules.problem(LAGGING, false, false, JobState.RUNNING))
        .contains(Problem.LAGGING);
    assertThat(GroupRules.problem(MOVING, false, false, JobState.RUNNING)).isEmpty();
  }

  @Test
  void aSourceThatStandsStillIsStalledWhateverItsCommits() {
    assertThat(SourceRules.problem(STILL, Optional.of(STILL), false, false, false))
        .contains(Problem.STALLED);
  }

  @Test
  void aSourceThatReadsButDoesNotCommitIsCommitStalled() {
    assertThat(SourceRules.problem(LAGGING, Optional.of(STILL), false, false, false))
        .contains(Problem.COMMIT_STALLED);
    assertThat(SourceRules.problem(MOVING, Optional.of(MOVING), false, false, false)).isEmpty();
    assertThat(SourceRules.problem(MOVING, Optional.of(READ_ALL), false, false, false)).isEmpty();
    assertThat(SourceRules.problem(MOVING, Optional.empty(), false, false, false)).isEmpty();
  }

  @Test
  void aSourceThatHasReadAllIsNeitherStalledNorLagging() {
    assertThat(SourceRules.problem(STILL, Optional.empty(), false, false, true)).isEmpty();
    assertThat(SourceRules.problem(READ_ALL, Optional.empty(), false, false, false)).isEmpty();
    assertThat(SourceRules.problem(LAGGING, Optional.empty(), false, false, true)).isEmpty();
  }

  @Test
  void aSourceBelowItsCommitIsRewound() {
    assertThat(SourceRules.problem(STILL, Optional.empty(), false, true, true))
        .contains(Problem.REWOUND);
  }
}
