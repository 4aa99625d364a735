package io.streamgauge.it.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Scrapes processes as Prometheus does, with the time limit in a header. */
final class Scraper {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final List<URI> addresses;
  private final String encoding;

  /**
   * @param addresses of the processes
   * @param encoding for the header Accept-Encoding
   */
  Scraper(List<URI> addresses, String encoding) {
    this.addresses = List.copyOf(addresses);
    this.encoding = encoding;
  }

  /**
   * Scrapes each process once.
   *
   * @throws IOException if one does not answer with status 200 in time
   */
  void scrape() throws IOException, InterruptedException {
    for (URI each : addresses) {
      HttpRequest request =
          HttpRequest.newBuilder(each)
              .timeout(LIMIT)
              .header("Accept-Encoding", encoding)
              .header("X-Prometheus-Scrape-Timeout-Seconds", Long.toString(LIMIT.toSeconds()))
              .build();
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode() + " from " + each);
      }
    }
  }
}
