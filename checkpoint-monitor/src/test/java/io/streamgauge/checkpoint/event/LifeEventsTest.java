package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.checkpoint.failure.Origin;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("flink")
class LifeEventsTest {

  private final SettableClock clock = new SettableClock(Samples.NOON);
  private final List<String> lines = new ArrayList<>();
  private final LifeEvents events = events(Map.of());

  @ParameterizedTest
  @EnumSource
  void anEventIsWrittenAtOnce(EventKind kind) {
    events.emit(Samples.of(kind));

    assertThat(lines).containsExactly(EventLine.of(Samples.of(kind)));
  }

  @ParameterizedTest
  @EnumSource
  void aClosedKindIsSilentAndTheOthersAreNot(EventKind closed) {
    LifeEvents some = events(Map.of("events." + closed.label().replace('_', '-'), "false"));

    for (EventKind kind : EventKind.values()) {
      some.emit(Samples.of(kind));
    }
    some.close();

    assertThat(lines)
        .hasSize(EventKind.values().length - 1)
        .noneMatch(line -> line.contains("\"kind\":\"" + closed.label() + '"'));
  }

  @Test
  void allCanBeClosed() {
    LifeEvents none = events(Map.of("events.enabled", "false", "events.failure", "true"));

    none.emit(Samples.of(EventKind.FAILURE));
    none.close();

    assertThat(lines).isEmpty();
  }

  @Test
  void aThousandEqualEventsAreOneLineAndACount() {
    for (int n = 0; n < 1_000; n++) {
      events.emit(failure(n, event -> event));
    }
    clock.pass(Duration.ofMinutes(1));
    events.flush();
    events.flush();

    assertThat(lines)
        .containsExactly(
            EventLine.of(failure(0, event -> event)),
            EventLine.ofRepeated(failure(999, event -> event), 999, time(1)));
  }

  @Test
  void withinTheWindowNothingMoreIsWritten() {
    events.emit(failure(0, event -> event));
    events.emit(failure(1, event -> event));
    clock.pass(Duration.ofMinutes(1).minusMillis(1));

    events.flush();

    assertThat(lines).hasSize(1);
  }

  @Test
  void anEventWithoutAnEqualOneIsNotCounted() {
    events.emit(failure(0, event -> event));
    clock.pass(Duration.ofHours(1));

    events.flush();
    events.close();

    assertThat(lines).hasSize(1);
  }

  @Test
  void afterTheWindowAnEqualEventIsWrittenAtOnceBehindThoseThatWereCounted() {
    events.emit(failure(0, event -> event));
    events.emit(failure(1, event -> event));
    clock.pass(Duration.ofMinutes(1));

    events.emit(failure(2, event -> event));

    assertThat(lines)
        .containsExactly(
            EventLine.of(failure(0, event -> event)),
            EventLine.ofRepeated(failure(1, event -> event), 1, time(1)),
            EventLine.of(failure(2, event -> event)));
  }

  @Test
  void theWindowIsAsConfigured() {
    LifeEvents brief = events(Map.of("events.fold-window", "5 s"));
    brief.emit(failure(0, event -> event));
    brief.emit(failure(1, event -> event));
    clock.pass(Duration.ofSeconds(5));

    brief.flush();

    assertThat(lines).hasSize(2);
  }

  @Test
  void aClockThatIsSetBackEndsTheWindow() {
    events.emit(failure(0, event -> event));
    events.emit(failure(1, event -> event));
    clock.pass(Duration.ofDays(-1));

    events.flush();

    assertThat(lines).hasSize(2);
  }

  @Test
  void closingWritesWhatWasCounted() {
    events.emit(failure(0, event -> event));
    events.emit(failure(1, event -> event));

    events.close();
    events.close();

    assertThat(lines).hasSize(2).last().asString().contains("\"repeated\":1");
  }

  @Test
  void eventsAreEqualInSpiteOfTimeAttemptAndMeasure() {
    events.emit(
        checkpointFailed(event -> event.checkpoint(1, "checkpoint").duration(Duration.ZERO)));
    events.emit(
        checkpointFailed(
            event -> event.checkpoint(2, "checkpoint").duration(Duration.ofHours(1)).attempt(3)));

    events.close();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("\"checkpoint_id\":2", "\"repeated\":1");
  }

  @Test
  void eventsOfOtherJobsExceptionsTasksHostsAndReasonsAreNotEqual() {
    events.emit(failure(0, event -> event));
    events.emit(failure(0, event -> event.task("Other (1/1)")));
    events.emit(failure(0, event -> event.host("other")));
    events.emit(failure(0, event -> event.exception("a.Other", Origin.USER)));
    events.emit(failure(0, event -> event.exception("a.Broken", Origin.CONNECTOR)));
    events.emit(LifeEvent.of(EventKind.JOB_RUNNING, time(0), "a", "name").build());
    events.emit(LifeEvent.of(EventKind.JOB_RUNNING, time(0), "b", "name").build());
    events.emit(LifeEvent.of(EventKind.JOB_RESTARTING, time(0), "b", "name").build());
    events.emit(checkpointFailed(event -> event.reason("expired")));
    events.emit(checkpointFailed(event -> event.reason("storage")));
    events.emit(checkpointFailed(event -> event.reason("storage").checkpoint(1, "savepoint")));
    events.emit(LifeEvent.of(EventKind.JOB_RESCALED, time(0), "a", "n").parallelism(1, 2).build());
    events.emit(LifeEvent.of(EventKind.JOB_RESCALED, time(0), "a", "n").parallelism(2, 1).build());

    assertThat(lines).hasSize(13);
  }

  @Test
  void completedCheckpointsAreNotFolded() {
    events.emit(Samples.of(EventKind.CHECKPOINT_COMPLETED));
    events.emit(Samples.of(EventKind.CHECKPOINT_COMPLETED));

    events.close();

    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("repeated"));
  }

  @Test
  void openFoldsAreBoundedAndNothingThatWasCountedIsLost() {
    events.emit(failure(0, event -> event));
    events.emit(failure(1, event -> event));

    for (int n = 0; n < LifeEvents.MAX_FOLDS; n++) {
      String exception = "a.Broken" + n;
      events.emit(failure(0, event -> event.exception(exception, Origin.USER)));
    }

    assertThat(lines).hasSize(LifeEvents.MAX_FOLDS + 2);
    assertThat(lines).last().asString().contains("\"repeated\":1");
    assertThat(events.openFolds()).isEqualTo(LifeEvents.MAX_FOLDS);
  }

  @Test
  void windowsThatAreOverAreForgotten() {
    events.emit(failure(0, event -> event));
    clock.pass(Duration.ofMinutes(1));

    events.flush();

    assertThat(events.openFolds()).isZero();
  }

  private static Instant time(int seconds) {
    return Samples.NOON.plusSeconds(seconds);
  }

  private static LifeEvent failure(int seconds, UnaryOperator<LifeEvent.Builder> change) {
    return change
        .apply(
            LifeEvent.of(EventKind.FAILURE, time(seconds), "a", "name")
                .exception("a.Broken", Origin.USER)
                .task("Map (1/2)")
                .host("tm-1")
                .attempt(seconds))
        .build();
  }

  private static LifeEvent checkpointFailed(UnaryOperator<LifeEvent.Builder> change) {
    return change.apply(LifeEvent.of(EventKind.CHECKPOINT_FAILED, time(0), "a", "name")).build();
  }

  private LifeEvents events(Map<String, String> configuration) {
    try {
      return new LifeEvents(EventSettings.from(configuration), clock, lines::add);
    } catch (ProbeException e) {
      throw new AssertionError(e);
    }
  }
}
