package io.streamgauge.checkpoint.gcs;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.streamgauge.checkpoint.request.LimitedBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request of Google's client. */
final class JdkRequest extends LowLevelHttpRequest {

  /** The JDK's client sets these itself and refuses them from others. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final HttpClient client;
  private final String method;
  private final HttpRequest.Builder request;
  private final int mostBytes;
  private Duration limit;

  JdkRequest(HttpClient client, String method, String url, Duration limit, int mostBytes) {
    this.client = client;
    this.method = method;
    this.request = HttpRequest.newBuilder(URI.create(url));
    this.limit = limit;
    this.mostBytes = mostBytes;
  }

  @Override
  public void addHeader(String name, String value) {
    if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
      request.header(name, value);
    }
  }

  /** Takes what is shorter than our own limit, as the look for a metadata server asks for it. */
  @Override
  public void setTimeout(int connectMillis, int readMillis) {
    for (int millis : new int[] {connectMillis, readMillis}) {
      if (millis > 0 && millis < limit.toMillis()) {
        limit = Duration.ofMillis(millis);
      }
    }
  }

  @Override
  public LowLevelHttpResponse execute() throws IOException {
    request.method(method, body()).timeout(limit);
    LimitedBody received = new LimitedBody(mostBytes);
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), response -> received);
    try {
      // The request's own limit ends with the headers.
      return new JdkResponse(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new NoAnswerException(/* isTimeout= */ true, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof LimitedBody.TooLongException
          ? (LimitedBody.TooLongException) cause
          : new NoAnswerException(cause instanceof HttpTimeoutException, cause);
    } finally {
      // The answer's own cancellation ends the connection from Java 16 on alone.
      received.cancel();
      answer.cancel(true);
    }
  }

  private HttpRequest.BodyPublisher body() throws IOException {
    if (getStreamingContent() == null) {
      return HttpRequest.BodyPublishers.noBody();
    }
    if (getContentType() != null) {
      addHeader("Content-Type", getContentType());
    }
    if (getContentEncoding() != null) {
      addHeader("Content-Encoding", getContentEncoding());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    getStreamingContent().writeTo(bytes);
    return HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray());
  }
}
