package io.streamgauge.checkpoint.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Sends the requests of Google's client with the JDK's, so that each ends within a limit of time
 * and size, whatever a server does: Google's own transport limits the time between two bytes alone.
 */
final class JdkTransport extends HttpTransport {

  private final HttpClient client;
  private final Duration limit;
  private final int mostBytes;

  /**
   * A transport.
   *
   * @param limit of each request, from its start to the last byte of the answer
   * @param mostBytes of each answer
   */
  JdkTransport(Duration limit, int mostBytes) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .build();
    this.limit = limit;
    this.mostBytes = mostBytes;
  }

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new JdkRequest(client, method, url, limit, mostBytes);
  }
}
