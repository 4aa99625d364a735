package io.streamgauge.checkpoint.request;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sends requests with the JDK's client, each within a limit of time and size. Not thread-safe.
 *
 * <p>A client whose selector thread has ended, for example with an OutOfMemoryError, never answers
 * again and does not show it. So a client that got no answer twice in a row is replaced, with a
 * back-off: the old one's thread ends only when the client is collected, and a server that is slow
 * now and then is no dead client.
 */
public final class HttpSender {

  static final Duration FIRST_BACK_OFF = Duration.ofMinutes(1);
  private static final Duration MAX_BACK_OFF = Duration.ofMinutes(10);
  private static final int UNANSWERED = 2;

  private final Supplier<HttpClient> clients;
  private final LongSupplier ticker;
  private HttpClient client;
  private Duration backOff = FIRST_BACK_OFF;
  private long renewedAt;
  private int unanswered;

  /**
   * A sender.
   *
   * @param connectLimit how long a connection may take to open
   * @param ticker nanoseconds that only go forward
   */
  public HttpSender(Duration connectLimit, LongSupplier ticker) {
    this(
        () ->
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectLimit)
                .proxy(new RemoteProxies())
                .build(),
        ticker);
  }

  private HttpSender(Supplier<HttpClient> clients, LongSupplier ticker) {
    this.clients = clients;
    this.ticker = ticker;
    this.client = clients.get();
    this.renewedAt = ticker.getAsLong();
  }

  /**
   * Sends a request and returns the response.
   *
   * @param limit from the start to the last byte of the response
   * @param maxBytes of the response
   * @throws TimeoutException if the limit is over
   * @throws ExecutionException if there is no response, with the reason as its cause
   */
  public HttpResponse<byte[]> send(HttpRequest.Builder request, Duration limit, int maxBytes)
      throws TimeoutException, ExecutionException, InterruptedException {
    renewIfDead();
    LimitedBody body = new LimitedBody(maxBytes);
    unanswered++;
    CompletableFuture<HttpResponse<byte[]>> answer;
    try {
      answer = client.sendAsync(request.timeout(limit).build(), response -> body);
    } catch (RejectedExecutionException threadHasEnded) {
      unanswered = UNANSWERED;
      throw new ExecutionException(new IOException("The thread of the HTTP client has ended"));
    }
    try {
      // The request's own limit ends with the headers.
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (body.hasBegun()) {
        answered();
      }
      // The answer's own cancellation ends the connection only from Java 16 on.
      body.cancel();
      answer.cancel(true);
    }
  }

  /** Also an answer that is too long or has no end shows that the client lives. */
  private void answered() {
    unanswered = 0;
    if (ticker.getAsLong() - renewedAt > MAX_BACK_OFF.toNanos()) {
      backOff = FIRST_BACK_OFF;
    }
  }

  private void renewIfDead() {
    long now = ticker.getAsLong();
    if (unanswered < UNANSWERED || now - renewedAt < backOff.toNanos()) {
      return;
    }
    client = clients.get();
    renewedAt = now;
    unanswered = 0;
    Duration twice = backOff.multipliedBy(2);
    backOff = twice.compareTo(MAX_BACK_OFF) < 0 ? twice : MAX_BACK_OFF;
  }
}
