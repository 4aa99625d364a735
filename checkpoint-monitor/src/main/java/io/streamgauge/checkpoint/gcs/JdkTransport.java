package io.streamgauge.checkpoint.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import io.streamgauge.checkpoint.request.HttpSender;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Sends the requests of Google's client with the JDK's, so that each ends within a limit of time
 * and size, whatever a server does: Google's own transport limits the time between two bytes alone.
 */
final class JdkTransport extends HttpTransport {

  private final HttpSender http;
  private final Duration limit;
  private final int mostBytes;

  /**
   * A transport.
   *
   * @param limit of each request, from its start to the last byte of the answer
   * @param mostBytes of each answer
   * @param ticker nanoseconds that only go forward
   */
  JdkTransport(Duration limit, int mostBytes, LongSupplier ticker) {
    this.http = new HttpSender(limit, ticker);
    this.limit = limit;
    this.mostBytes = mostBytes;
  }

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new JdkRequest(http, method, url, limit, mostBytes);
  }
}
