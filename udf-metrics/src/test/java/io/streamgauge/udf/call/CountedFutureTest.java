package io.streamgauge.udf.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CountedFutureTest {

  private final CallFixture fixture = new CallFixture();
  private final ExternalCalls calls = fixture.open(ExternalCalls.named("geo"));
  private final CompletableFuture<String> client = new CompletableFuture<>();
  private final CompletableFuture<String> counted = calls.callAsync(() -> client);

  @Test
  void theCallEndsBeforeTheCallerHearsOfIt() {
    CompletableFuture<Map<String, Long>> heard = counted.thenApply(reply -> fixture.outcomes());

    client.complete("reply");

    assertThat(heard).isCompletedWithValue(Map.of("success", 1L));
    assertThat(counted).isCompletedWithValue("reply");
  }

  @Test
  void aReplyThatIsNullIsOne() {
    client.complete(null);

    assertThat(counted).isCompletedWithValue(null);
    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 1L));
  }

  @Test
  void whatAReplyUsuallyMeansCanBeSaid() {
    CompletableFuture<Integer> reply =
        calls.callAsync(() -> CompletableFuture.completedFuture(503), Verdict::ofHttpStatus);

    assertThat(reply).isCompletedWithValue(503);
    assertThat(fixture.codes()).isEqualTo(Map.of("503", 1L));
  }

  @Test
  void aRuleThatThrowsKeepsNoReplyFromTheCaller() {
    CompletableFuture<String> reply =
        calls.callAsync(
            () -> CompletableFuture.completedFuture("reply"),
            text -> {
              throw new IllegalStateException("the rule is wrong");
            });

    assertThat(reply).isCompletedWithValue("reply");
    assertThat(fixture.outcomes()).isEqualTo(Map.of("success", 1L));
  }

  @Test
  void theCallerGetsTheExceptionItself() {
    IOException failure = new IOException("disk");

    client.completeExceptionally(failure);

    assertThatThrownBy(counted::join).isInstanceOf(CompletionException.class).hasCause(failure);
    assertThatThrownBy(counted::get).cause().isSameAs(failure);
    assertThat(fixture.codes()).isEqualTo(Map.of("java.io.IOException", 1L));
  }

  @Test
  void aClientThatThrowsInsteadFailsTheSameWay() {
    IllegalArgumentException failure = new IllegalArgumentException("no such host");

    assertThatThrownBy(
            () ->
                calls.callAsync(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(fixture.codes()).isEqualTo(Map.of("java.lang.IllegalArgumentException", 1L));
  }

  @Test
  void cancellingItCancelsTheCallAndTheClientsFuture() {
    counted.cancel(true);

    assertThat(client).isCancelled();
    assertThat(counted).isCancelled();
    assertThat(fixture.outcomes()).isEqualTo(Map.of("cancelled", 1L));
  }

  @Test
  void aReplyAfterTheCallersOwnTimeLimitIsLate() {
    CompletableFuture<String> limited = counted.orTimeout(1, TimeUnit.MILLISECONDS);
    assertThatThrownBy(limited::join).cause().isInstanceOf(TimeoutException.class);
    assertThat(fixture.outcomes()).isEqualTo(Map.of("timeout", 1L));

    client.complete("reply");

    assertThat(fixture.outcomes()).isEqualTo(Map.of("timeout", 1L));
    assertThat(fixture.value("external_call_late_replies_total")).isEqualTo(1);
  }

  @Test
  void aValueThatTheCallerPutsInThePlaceOfTheReplyIsNoReply() {
    counted.complete("instead");
    client.complete("reply");

    assertThat(counted).isCompletedWithValue("instead");
    assertThat(fixture.outcomes()).isEqualTo(Map.of("cancelled", 1L));
  }

  @Test
  void whatIsInFlightWhenTheCallsAreClosedIsCancelledAndTheFutureLeftAsItIs() {
    calls.close();
    client.complete("reply");

    assertThat(counted).isCompletedWithValue("reply");
    assertThat(fixture.outcomes()).isEqualTo(Map.of("cancelled", 1L));
  }
}
