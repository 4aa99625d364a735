package io.streamgauge.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.JobDetails;
import io.streamgauge.checkpoint.testing.StubFlink;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
class JobStatesTest {

  private final StubFlink flink = new StubFlink();
  private final JobStates states = new JobStates();

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  void theTimesOfAJobThatWasNeverRestartedAreKnownFromItsBeginning() throws Exception {
    states.look(at(5_000, "RUNNING", "\"INITIALIZING\":1000,\"CREATED\":1500,\"RUNNING\":2000"));

    assertThat(seconds("initializing")).isEqualTo(0.5);
    assertThat(seconds("created")).isEqualTo(0.5);
    assertThat(seconds("running")).isEqualTo(3);
    assertThat(states.current()).hasValueSatisfying(it -> assertThat(it).hasToString("RUNNING"));
  }

  @Test
  void theTimesOfAJobThatWasRestartedBeforeAreKnownFromItsPresentState() throws Exception {
    states.look(
        at(
            9_000,
            "RUNNING",
            "\"INITIALIZING\":1000,\"CREATED\":1500,\"RESTARTING\":6000,\"RUNNING\":7000"));

    assertThat(seconds("created")).isZero();
    assertThat(seconds("restarting")).isZero();
    assertThat(seconds("running")).isEqualTo(2);
  }

  @Test
  void aRestartBetweenTwoLooksIsSeen() throws Exception {
    states.look(at(5_000, "RUNNING", "\"INITIALIZING\":1000,\"CREATED\":1000,\"RUNNING\":1000"));

    assertThat(
            states.look(
                at(
                    9_000,
                    "RUNNING",
                    "\"INITIALIZING\":1000,\"CREATED\":1000,\"RESTARTING\":6000,\"RUNNING\":7000")))
        .extracting(JobStates.Transition::toString)
        .containsExactly("RESTARTING at 6000", "RUNNING at 7000");

    assertThat(seconds("running")).isEqualTo(7);
    assertThat(seconds("restarting")).isEqualTo(1);
  }

  @Test
  void statesOfOneMillisecondEndWithThePresentOne() throws Exception {
    assertThat(
            states.look(at(9, "FAILED", "\"FAILED\":7,\"FAILING\":7,\"RUNNING\":6,\"CREATED\":0")))
        .extracting(JobStates.Transition::toString)
        .containsExactly("RUNNING at 6", "FAILING at 7", "FAILED at 7");
  }

  @Test
  void aTerminalStateTakesNoTime() throws Exception {
    states.look(at(9_000, "FINISHED", "\"RUNNING\":1000,\"FINISHED\":2000"));

    assertThat(seconds("running")).isEqualTo(1);
    assertThat(seconds("finished")).isZero();
    assertThat(published().value("streamgauge_job_state{state=\"finished\"}")).isEqualTo(1);
    assertThat(published().value("streamgauge_job_state{state=\"running\"}")).isZero();
  }

  @Test
  void everyStateHasASeriesFromTheStart() throws Exception {
    states.look(at(2_000, "RUNNING", "\"RUNNING\":1000"));

    assertThat(published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_state{"))
        .hasSize(11);
  }

  @Test
  void aJobThatIsLostIsInNoState() throws Exception {
    states.look(at(2_000, "RUNNING", "\"RUNNING\":1000"));

    states.lost();

    assertThat(published().names()).noneMatch(name -> name.startsWith("streamgauge_job_state{"));
    assertThat(seconds("running")).isEqualTo(1);
  }

  @Test
  void anEndIsTheLastStateAlsoIfWhatLedToItIsToldLater() throws Exception {
    states.look(at(2_000, "FAILED", "\"CREATED\":1000,\"FAILED\":2000"));

    assertThat(
            states.look(at(3_000, "FAILED", "\"CREATED\":1000,\"FAILING\":1500,\"FAILED\":2000")))
        .isEmpty();

    assertThat(states.current()).hasValueSatisfying(it -> assertThat(it).hasToString("FAILED"));
  }

  @Test
  void aStateThatHasNoTimeBeginsWithTheLook() throws Exception {
    states.look(at(1_000, "CREATED", "\"INITIALIZING\":400"));
    states.look(at(5_000, "CREATED", "\"INITIALIZING\":400"));

    assertThat(states.current()).hasValueSatisfying(it -> assertThat(it).hasToString("CREATED"));
    assertThat(seconds("initializing")).isEqualTo(0.6);
    assertThat(seconds("created")).isEqualTo(4);
  }

  @Test
  void anEndThatHasNoTimeIsSeen() throws Exception {
    states.look(at(1_000, "RUNNING", "\"RUNNING\":400"));

    assertThat(states.look(at(2_000, "CANCELED", "\"INITIALIZING\":400")))
        .extracting(JobStates.Transition::toString)
        .contains("CANCELED at 2000");
    assertThat(published().value("streamgauge_job_state{state=\"canceled\"}")).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsOlderThanItsTimeOfDayCountsNothingTwice() throws Exception {
    states.look(at(3_000, "RUNNING", "\"RUNNING\":0,\"CREATED\":1"));
    states.look(at(3_000, "RUNNING", "\"RUNNING\":1"));

    states.look(at(4_000, "RESTARTING", "\"RUNNING\":1,\"RESTARTING\":1000"));

    assertThat(seconds("running") + seconds("created") + seconds("restarting")).isEqualTo(3.999);
  }

  private double seconds(String state) {
    return published().value("streamgauge_job_state_seconds_total{state=\"" + state + "\"}");
  }

  private PublishedSeries published() {
    return PublishedSeries.of(states::addTo);
  }

  private JobDetails at(long now, String state, String timestamps) throws Exception {
    flink
        .jobManager()
        .answer(
            "/jobs/1",
            "{\"state\":\""
                + state
                + "\",\"now\":"
                + now
                + ",\"timestamps\":{"
                + timestamps
                + "}}");
    FlinkRest rest = flink.rest();
    return rest.job("1").orElseThrow();
  }
}
