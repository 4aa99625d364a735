package io.streamgauge.checkpoint.gcs;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.streamgauge.checkpoint.request.HttpSender;
import io.streamgauge.checkpoint.request.LimitedBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One request of Google's client. */
final class JdkRequest extends LowLevelHttpRequest {

  /** The JDK's client sets these itself and refuses them from others. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final HttpSender http;
  private final String method;
  private final HttpRequest.Builder request;
  private final int mostBytes;
  private Duration limit;

  JdkRequest(HttpSender http, String method, String url, Duration limit, int mostBytes) {
    this.http = http;
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
    request.method(method, body());
    try {
      return new JdkResponse(http.send(request, limit, mostBytes));
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
