package io.streamgauge.checkpoint.state;

import static org.apache.flink.api.common.JobStatus.CANCELED;
import static org.apache.flink.api.common.JobStatus.CREATED;
import static org.apache.flink.api.common.JobStatus.FAILED;
import static org.apache.flink.api.common.JobStatus.FINISHED;
import static org.apache.flink.api.common.JobStatus.RESTARTING;
import static org.apache.flink.api.common.JobStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.checkpoint.time.Moment;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
class JobStatesTest {

  private final JobStates states = new JobStates();
  private OptionalLong restarts = OptionalLong.empty();
  private OptionalLong begin = OptionalLong.empty();
  private OptionalLong failure = OptionalLong.empty();

  @Test
  void firstAttempt_timesAreKnownFromTheBeginning() {
    begin = OptionalLong.of(1_000);

    assertThat(look(5_000, StateSince.at(RUNNING, 2_000)))
        .containsExactly("INITIALIZING at 1000", "RUNNING at 2000");

    assertThat(seconds("initializing")).isEqualTo(1);
    assertThat(seconds("running")).isEqualTo(3);
    assertThat(states.current()).contains(RUNNING);
  }

  @Test
  void laterAttempt_timesAreKnownFromThePresentState() {
    assertThat(look(9_000, StateSince.at(RUNNING, 7_000))).containsExactly("RUNNING at 7000");

    assertThat(seconds("running")).isEqualTo(2);
  }

  @Test
  void restartBetweenTwoLooks_beginsWithTheFailure() {
    look(5_000, StateSince.at(RUNNING, 1_000));
    failure = OptionalLong.of(6_000);

    assertThat(look(9_000, StateSince.at(RUNNING, 7_000)))
        .containsExactly("RESTARTING at 6000", "RUNNING at 7000");

    assertThat(seconds("running")).isEqualTo(7);
    assertThat(seconds("restarting")).isEqualTo(1);
  }

  @Test
  void restartWithoutAFailure_takesNoTime() {
    look(5_000, StateSince.at(RUNNING, 1_000));
    failure = OptionalLong.of(500);

    assertThat(look(9_000, StateSince.at(RUNNING, 7_000)))
        .containsExactly("RESTARTING at 7000", "RUNNING at 7000");

    assertThat(seconds("running")).isEqualTo(8);
    assertThat(seconds("restarting")).isZero();
  }

  @Test
  void jobCreatedAgain_wasRestarted() {
    look(5_000, StateSince.at(RUNNING, 1_000));
    failure = OptionalLong.of(6_000);

    assertThat(look(9_000, StateSince.at(CREATED, 7_000)))
        .containsExactly("RESTARTING at 6000", "CREATED at 7000");
    assertThat(look(12_000, StateSince.at(RUNNING, 11_000))).containsExactly("RUNNING at 11000");

    assertThat(seconds("restarting")).isEqualTo(1);
    assertThat(seconds("created")).isEqualTo(4);
  }

  @Test
  void countedRestartWithoutTimes_isObserved() {
    restarts = OptionalLong.of(2);
    look(5_000, StateSince.by(RUNNING, 5_000));
    failure = OptionalLong.of(6_000);
    restarts = OptionalLong.of(3);

    assertThat(look(9_000, StateSince.by(RUNNING, 9_000)))
        .containsExactly("RESTARTING at 6000", "RUNNING at 9000");
    assertThat(look(10_000, StateSince.by(RUNNING, 10_000))).isEmpty();
  }

  @Test
  void countedRestart_isReportedOnce() {
    restarts = OptionalLong.of(0);
    look(1_000, StateSince.by(RUNNING, 1_000));
    restarts = OptionalLong.of(1);

    assertThat(look(2_000, StateSince.by(RESTARTING, 2_000))).containsExactly("RESTARTING at 2000");
    assertThat(look(3_000, StateSince.at(RUNNING, 2_500))).containsExactly("RUNNING at 2500");
    restarts = OptionalLong.of(2);
    assertThat(look(4_000, StateSince.at(RUNNING, 2_500))).isEmpty();
  }

  @Test
  void countOfAnotherJobManager_startsFromZero() {
    restarts = OptionalLong.of(7);
    look(1_000, StateSince.by(RUNNING, 1_000));
    restarts = OptionalLong.of(0);
    assertThat(look(2_000, StateSince.by(RUNNING, 2_000))).isEmpty();
    restarts = OptionalLong.empty();
    assertThat(look(3_000, StateSince.by(RUNNING, 3_000))).isEmpty();
    restarts = OptionalLong.of(1);

    assertThat(look(4_000, StateSince.by(RUNNING, 4_000))).hasSize(2);
  }

  @Test
  void stateReadWithAPause_beginsAtTheLatestTime() {
    look(5_000, StateSince.at(RUNNING, 1_000));
    failure = OptionalLong.of(7_000);

    assertThat(look(9_000, StateSince.between(RESTARTING, 6_999, 7_000)))
        .containsExactly("RESTARTING at 7000");
  }

  @Test
  void sameStayReadWithAPause_isNoRestart() {
    look(5_000, StateSince.between(RUNNING, 700, 1_000));

    assertThat(look(9_000, StateSince.between(RUNNING, 1_000, 1_400))).isEmpty();
    assertThat(look(10_000, StateSince.between(RUNNING, 900, 1_000))).isEmpty();
  }

  @Test
  void terminalState_takesNoTime() {
    look(1_500, StateSince.at(RUNNING, 1_000));
    look(9_000, StateSince.at(FINISHED, 2_000));

    assertThat(seconds("running")).isEqualTo(1);
    assertThat(seconds("finished")).isZero();
    assertThat(published().value("streamgauge_job_state{state=\"finished\"}")).isEqualTo(1);
    assertThat(published().value("streamgauge_job_state{state=\"running\"}")).isZero();
    assertThat(look(10_000, StateSince.at(FAILED, 9_000))).isEmpty();
  }

  @Test
  void everyState_hasASeriesFromTheStart() {
    look(2_000, StateSince.at(RUNNING, 1_000));

    assertThat(published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_state{"))
        .hasSize(JobStatus.values().length);
  }

  @Test
  void lostJob_isInNoStateUntilItIsListedAgain() {
    look(2_000, StateSince.at(RUNNING, 1_000));

    states.lost();

    assertThat(published().names()).noneMatch(name -> name.startsWith("streamgauge_job_state{"));
    assertThat(seconds("running")).isEqualTo(1);
    assertThat(look(5_000, StateSince.at(RUNNING, 1_000))).isEmpty();
    assertThat(seconds("running")).isEqualTo(4);
  }

  @Test
  void stateWithoutATime_beginsWithTheLook() {
    assertThat(look(1_000, StateSince.by(CREATED, 1_000))).containsExactly("CREATED at 1000");
    assertThat(look(5_000, StateSince.by(CREATED, 5_000))).isEmpty();
    assertThat(look(5_500, StateSince.at(CREATED, 900))).isEmpty();
    assertThat(look(6_000, StateSince.by(CANCELED, 6_000))).containsExactly("CANCELED at 6000");

    assertThat(seconds("created")).isEqualTo(5);
  }

  @Test
  void stayWithoutATime_isToldFromALaterOne() {
    look(1_000, StateSince.by(RUNNING, 1_000));

    assertThat(look(9_000, StateSince.at(RUNNING, 7_000)))
        .containsExactly("RESTARTING at 7000", "RUNNING at 7000");
  }

  @Test
  void clockSetBackWhileTheJobRuns_isNoRestart() {
    look(Moment.of(10_000_000, 0), StateSince.at(RUNNING, 9_000_000));

    assertThat(look(Moment.of(6_400_000, 1_000_000_000), StateSince.by(RUNNING, 6_400_000)))
        .isEmpty();
    assertThat(look(Moment.of(9_000_500, 2_000_000_000), StateSince.at(RUNNING, 9_000_000)))
        .isEmpty();
  }

  @Test
  void clockSetBack_countsTheTimeOfTheTicker() {
    look(Moment.of(10_000_000, 0), StateSince.at(RUNNING, 9_999_000));
    look(Moment.of(6_401_000, 1_000_000_000), StateSince.at(RESTARTING, 10_000_500));
    look(Moment.of(6_402_000, 2_000_000_000), StateSince.at(RUNNING, 6_401_500));

    assertThat(seconds("running") + seconds("restarting")).isEqualTo(3);
  }

  @Test
  void clockSetForward_countsTheTimeOfTheTicker() {
    look(Moment.of(10_000, 0), StateSince.at(RUNNING, 9_000));
    look(Moment.of(86_411_000, 1_000_000_000), StateSince.at(RESTARTING, 10_500));
    look(Moment.of(86_412_000, 2_000_000_000), StateSince.at(RUNNING, 86_411_500));

    assertThat(seconds("running") + seconds("restarting")).isEqualTo(3);
  }

  private List<String> look(long nowMillis, StateSince now) {
    return look(Moment.of(nowMillis, nowMillis * 1_000_000), now);
  }

  private List<String> look(Moment moment, StateSince now) {
    return states.look(moment, now, restarts, begin, failure).stream()
        .map(JobStates.Transition::toString)
        .toList();
  }

  private double seconds(String state) {
    return published().value("streamgauge_job_state_seconds_total{state=\"" + state + "\"}");
  }

  private PublishedSeries published() {
    return PublishedSeries.of(series -> states.addTo(series, /* isInDetail= */ true));
  }
}
