package io.streamgauge.checkpoint.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitedBodyTest {

  private final SubmissionPublisher<List<ByteBuffer>> connection =
      new SubmissionPublisher<>(Runnable::run, 1);

  private final LimitedBody body = new LimitedBody(10);

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void theBytesUpToTheLimitAreTheBody() {
    connection.subscribe(body);
    send("12345");
    send("67890");
    connection.close();

    assertThat(body.getBody().toCompletableFuture().join()).isEqualTo("1234567890".getBytes(UTF_8));
  }

  @Test
  void whatIsLongerEndsTheSubscription() {
    connection.subscribe(body);
    send("12345");
    send("678901");

    assertThat(connection.getSubscribers()).isEmpty();
    assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void cancellationEndsTheSubscription() {
    connection.subscribe(body);
    send("12345");

    body.cancel();

    assertThat(connection.getSubscribers()).isEmpty();
    assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void aBodyThatIsCancelledBeforeItBeginsEndsItsSubscriptionAtOnce() {
    body.cancel();

    connection.subscribe(body);

    assertThat(connection.getSubscribers()).isEmpty();
  }

  @Test
  void cancellationAfterTheLastByteChangesNothing() {
    connection.subscribe(body);
    send("1");
    connection.close();

    body.cancel();

    assertThat(body.getBody().toCompletableFuture().join()).isEqualTo("1".getBytes(UTF_8));
  }

  private void send(String text) {
    connection.submit(List.of(ByteBuffer.wrap(text.getBytes(UTF_8))));
  }
}
