package io.streamgauge.udf.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.internal.meter.Names;
import java.io.IOException;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.flink.metrics.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalCallsTest {

  private final CallFixture fixture = new CallFixture();
  private final ExternalCalls calls = fixture.open(ExternalCalls.named("geo"));

  @Test
  void whatCanBeCountedIsThereFromTheStart() {
    assertThat(fixture.recorded.names())
        .containsExactlyInAnyOrder(
            "external_calls_started_total",
            "external_calls_total",
            "external_call_duration_seconds",
            "external_calls_in_flight",
            "external_call_skipped_total",
            "external_call_late_replies_total",
            "external_call_retries_total",
            "external_connections_closed_total",
            "external_call_info");
    assertThat(fixture.recorded.family("external_calls_total")).hasSize(4);
    assertThat(fixture.recorded.family("external_connections_closed_total")).hasSize(2);
  }

  @Test
  void whatTheAuthorSaysIsPublished() {
    fixture.open(
        ExternalCalls.named("scores")
            .kind("http")
            .endpoint("https://user:secret@scores.example.com:8443/v1?key=secret")
            .capacity(100)
            .timingFailures());

    assertThat(fixture.recorded.sum("external_call_capacity", "external_call", "scores"))
        .isEqualTo(100);
    assertThat(fixture.recorded.family("external_call_info"))
        .containsEntry(
            "external_call_info,endpoint=https://scores.example.com:8443"
                + ",external_call=scores,kind=http",
            1.0);
    assertThat(fixture.recorded.names()).contains("external_call_failed_duration_seconds");
  }

  @Test
  void aCallThatSucceedsIsTimed() {
    try (ExternalCall call = calls.start()) {
      fixture.pass(30);
      call.succeed();
    }

    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 1L));
    assertThat(mean("external_call_duration_seconds")).isEqualTo(0.03);
  }

  @Test
  void whatIsSaidFirstCounts() {
    try (ExternalCall call = calls.start()) {
      call.status(503);
      call.succeed();
      call.fail(new TimeoutException());
    }

    assertThat(fixture.outcomes()).isEqualTo(Map.of("failure", 1L));
    assertThat(fixture.codes()).isEqualTo(Map.of("503", 1L));
  }

  @Test
  void aBlockThatIsLeftWithoutAWordIsAFailure() {
    calls.start().close();

    assertThat(fixture.codes()).isEqualTo(Map.of("no_outcome", 1L));
  }

  @Test
  void aCallIsInFlightUntilItEnds() {
    ExternalCall call = calls.start();
    PendingCall pending = calls.startPending();
    assertThat(fixture.value("external_calls_in_flight")).isEqualTo(2);

    call.close();
    pending.timeOut();

    assertThat(fixture.value("external_calls_in_flight")).isZero();
    assertThat(fixture.value("external_calls_started_total")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 302, 399})
  void aStatusBelow400IsASuccess(int status) {
    calls.start().status(status);

    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 1L));
  }

  @Test
  void whatTheClientReturnsOrThrowsIsWhatTheCallerGets() throws Exception {
    IOException failure = new IOException("disk");

    assertThat(calls.call(() -> "reply")).isEqualTo("reply");
    assertThat(calls.<Object>call(() -> null)).isNull();
    assertThatThrownBy(
            () ->
                calls.call(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 2L, "failure", 1L));
    assertThat(fixture.codes()).isEqualTo(Map.of("java.io.IOException", 1L));
  }

  @Test
  void theAuthorsRulesComeBeforeTheUsualOnes() throws Exception {
    ExternalCalls judged =
        fixture.open(
            ExternalCalls.named("judged")
                .replies(String.class, reply -> reply.isEmpty() ? Verdict.failure("empty") : null)
                .replies(Integer.class, reply -> Verdict.ofHttpStatus(reply))
                .failures(f -> f instanceof SocketException ? Verdict.timeout() : null));

    judged.call(() -> "");
    judged.call(() -> "full");
    judged.call(() -> 418);
    judged.start().fail(new SocketException("Connection reset"));
    judged.start().fail(new IOException("disk"));

    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 1L, "failure", 3L, "timeout", 1L));
    assertThat(fixture.codes())
        .isEqualTo(Map.of("empty", 1L, "418", 1L, "java.io.IOException", 1L));
  }

  @Test
  void aRuleThatThrowsSaysNothing() throws Exception {
    ExternalCalls judged =
        fixture.open(
            ExternalCalls.named("judged")
                .replies(
                    String.class,
                    reply -> {
                      throw new IllegalStateException("a bad rule");
                    })
                .failures(
                    failure -> {
                      throw new IllegalStateException("a bad rule");
                    }));

    assertThat(judged.call(() -> "reply")).isEqualTo("reply");
    judged.start().fail(new IOException("disk"));

    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 1L, "failure", 1L));
    assertThat(fixture.codes()).isEqualTo(Map.of("java.io.IOException", 1L));
  }

  @Test
  void after30CodesTheRestIsFolded() {
    for (int i = 0; i < 30; i++) {
      calls.start().end(Verdict.failure("E" + i));
    }

    calls.start().status(404);
    calls.start().status(410);
    calls.start().status(503);
    calls.start().fail(new IOException("disk"));
    calls.start().end(Verdict.failure("E29"));

    assertThat(fixture.codes())
        .hasSize(33)
        .containsEntry("E29", 2L)
        .containsEntry("other_4xx", 2L)
        .containsEntry("other_5xx", 1L)
        .containsEntry("other", 1L);
    assertThat(fixture.outcomes()).isEqualTo(Map.of("failure", 35L));
  }

  @Test
  void aCodeIsNeitherBlankNorLong() {
    calls.start().end(Verdict.failure(" "));
    calls.start().end(Verdict.failure("x".repeat(1_000)));

    assertThat(fixture.codes())
        .isEqualTo(Map.of("unknown", 1L, Names.bounded("x".repeat(1_000)), 1L));
  }

  @Test
  void failuresAreTimedOnlyWhereTheJobAsksForIt() {
    ExternalCalls timed = fixture.open(ExternalCalls.named("timed").timingFailures());
    ExternalCall call = timed.start();
    fixture.pass(250);

    call.status(500);

    assertThat(mean("external_call_failed_duration_seconds")).isEqualTo(0.25);
    assertThat(fixture.value("external_call_duration_seconds")).isZero();
  }

  @Test
  void aCallOfWhichOnlyTheFailureIsKnownIsOneAllTheSame() {
    ExternalCalls timed = fixture.open(ExternalCalls.named("timed").timingFailures());

    timed.failed(new SocketException("Connection reset"), 40_000_000);

    assertThat(fixture.value("external_calls_started_total")).isEqualTo(1);
    assertThat(fixture.codes()).isEqualTo(Map.of("java.net.SocketException", 1L));
    assertThat(mean("external_call_failed_duration_seconds")).isEqualTo(0.04);
    assertThat(fixture.value("external_connections_closed_total", "reason", "peer")).isEqualTo(1);
  }

  @Test
  void anExceptionThatTellsOfAClosedConnectionIsCountedOnce() {
    ExternalCall call = calls.start();

    call.fail(new SocketException("Connection reset"));
    call.fail(new SocketException("Connection reset"));

    assertThat(fixture.value("external_connections_closed_total", "reason", "peer")).isEqualTo(1);
    assertThat(fixture.value("external_connections_closed_total", "reason", "client")).isZero();
  }

  @Test
  void skippedInputsAndRetriesAreCountedAsTheyAreSaid() {
    calls.skip();
    calls.skip("cached");
    calls.retry();
    calls.connectionClosed(ConnectionEnd.CLIENT);

    assertThat(fixture.value("external_call_skipped_total", "reason", "empty_input")).isEqualTo(1);
    assertThat(fixture.value("external_call_skipped_total", "reason", "cached")).isEqualTo(1);
    assertThat(fixture.value("external_call_retries_total")).isEqualTo(1);
    assertThat(fixture.value("external_connections_closed_total", "reason", "client")).isEqualTo(1);
    assertThat(fixture.value("external_calls_started_total")).isZero();
  }

  @Test
  void objectsOfTheSameNameCountTogether() {
    ExternalCalls second = fixture.open(ExternalCalls.named("geo"));
    calls.start();

    second.start().succeed();

    assertThat(fixture.value("external_calls_started_total")).isEqualTo(2);
    assertThat(fixture.value("external_calls_in_flight")).isEqualTo(1);
  }

  @Test
  void aCapacityBelowOneIsRefused() {
    assertThatThrownBy(() -> ExternalCalls.named("geo").capacity(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the capacity of external calls 'geo' must be at least 1, not 0");
  }

  @Test
  void aBlankNameIsRefused() {
    assertThatThrownBy(() -> ExternalCalls.named(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of external calls must have 1 to 200 characters, not ' '");
  }

  private double mean(String histogram) {
    return ((Histogram)
            fixture.recorded.metrics(histogram).get(fixture.recorded.metrics(histogram).size() - 1))
        .getStatistics()
        .getMean();
  }
}
