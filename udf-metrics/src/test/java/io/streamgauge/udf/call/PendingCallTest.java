package io.streamgauge.udf.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PendingCallTest {

  private static final String LATE = "external_call_late_replies_total";
  private static final int THREADS = 4;

  private final CallFixture fixture = new CallFixture();
  private final ExternalCalls calls = fixture.open(ExternalCalls.named("geo"));
  private final PendingCall call = calls.startPending();

  @Test
  void theFirstEndCounts() {
    call.succeed();
    call.status(500);
    call.timeOut();
    call.fail(new IOException("disk"));

    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 1L));
    assertThat(fixture.codes()).isEmpty();
    assertThat(fixture.value(LATE)).isZero();
  }

  @Test
  void aReplyAfterTheTimeOutIsLateAndNoSecondOutcome() {
    call.timeOut();
    call.reply("reply");

    assertThat(fixture.outcomes()).isEqualTo(Map.of("timeout", 1L));
    assertThat(fixture.value(LATE)).isEqualTo(1);
  }

  @Test
  void aBadReplyCanBeLateToo() {
    call.fail(new TimeoutException());
    call.status(503);

    assertThat(fixture.outcomes()).isEqualTo(Map.of("timeout", 1L));
    assertThat(fixture.codes()).isEmpty();
    assertThat(fixture.value(LATE)).isEqualTo(1);
  }

  @Test
  void aCallHasAtMostOneLateReply() {
    call.timeOut();
    call.succeed();
    call.succeed();

    assertThat(fixture.value(LATE)).isEqualTo(1);
  }

  @Test
  void anExceptionAfterTheTimeOutIsNoReply() {
    call.timeOut();
    call.fail(new SocketException("Connection reset"));

    assertThat(fixture.value(LATE)).isZero();
    assertThat(fixture.value("external_connections_closed_total")).isZero();
  }

  @Test
  void aReplyToACallThatWasCancelledIsNotLate() {
    call.cancel();
    call.succeed();

    assertThat(fixture.outcomes()).isEqualTo(Map.of("cancelled", 1L));
    assertThat(fixture.value(LATE)).isZero();
  }

  @Test
  void closingCancelsWhatIsInFlight() {
    PendingCall ended = calls.startPending();
    ended.succeed();

    calls.close();
    calls.close();
    call.succeed();

    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 1L, "cancelled", 1L));
    assertThat(fixture.value("external_calls_in_flight")).isZero();
  }

  @Test
  void aCallThatIsStartedAfterClosingIsCancelledAtOnce() {
    calls.close();

    calls.startPending().succeed();

    assertThat(fixture.outcomes()).isEqualTo(Map.of("cancelled", 2L));
  }

  @Test
  void whateverRacesEachCallEndsOnce() throws Exception {
    int rounds = 2_000;
    List<PendingCall> raced = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      raced.add(calls.startPending());
    }

    together(
        thread -> {
          for (PendingCall each : raced) {
            switch (thread) {
              case 0 -> each.succeed();
              case 1 -> each.status(500);
              case 2 -> each.timeOut();
              default -> each.fail(new SocketException("Connection reset"));
            }
          }
        });
    call.succeed();

    long ended = fixture.outcomes().values().stream().mapToLong(Long::longValue).sum();
    long failed = fixture.codes().values().stream().mapToLong(Long::longValue).sum();
    assertThat(ended).isEqualTo(rounds + 1);
    assertThat(failed).isEqualTo(fixture.outcomes().getOrDefault("failure", 0L));
    assertThat(fixture.value("external_connections_closed_total"))
        .isEqualTo(fixture.codes().getOrDefault("java.net.SocketException", 0L));
    assertThat(fixture.value("external_calls_in_flight")).isZero();
  }

  @Test
  void whatIsStartedWhileClosingEndsToo() throws Exception {
    AtomicInteger started = new AtomicInteger(1);

    together(
        thread -> {
          if (thread == 0) {
            calls.close();
          } else {
            for (int i = 0; i < 1_000; i++) {
              calls.startPending();
              started.incrementAndGet();
            }
          }
        });

    assertThat(fixture.outcomes()).isEqualTo(Map.of("cancelled", started.longValue()));
  }

  private interface Action {
    void run(int thread);
  }

  private static void together(Action action) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> runs = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      runs.add(
          executor.submit(
              () -> {
                start.await(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
                action.run(thread);
                return null;
              }));
    }
    for (Future<?> run : runs) {
      run.get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    executor.shutdown();
  }
}
