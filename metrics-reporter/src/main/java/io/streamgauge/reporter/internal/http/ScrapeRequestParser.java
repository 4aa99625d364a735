package io.streamgauge.reporter.internal.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.QueryStringDecoder;

/** Reads what a client asks of {@code /metrics} from its query and headers. */
final class ScrapeRequestParser {

  private static final String TIMEOUT_HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

  /** Left of Prometheus' own limit for the way there and back. */
  private static final double MARGIN_SECONDS = 0.5;

  /** Of a limit that is short, the margin takes no more than this part. */
  private static final double MARGIN_PART = 0.25;

  /** More parameters than fit in a request line, so that no name is ever left out. */
  private static final int PARAMETERS = HttpLimits.REQUEST_LINE_BYTES;

  private final Duration limit;

  ScrapeRequestParser(Duration limit) {
    this.limit = limit;
  }

  /**
   * Returns what {@code request} asks for.
   *
   * @throws IllegalArgumentException if the query is not well percent-encoded
   */
  ScrapeRequest parse(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return new ScrapeRequest(names(request.uri()), acceptsGzip(headers), timeLimit(headers));
  }

  static boolean acceptsGzip(HttpHeaders headers) {
    return AcceptEncoding.of(headers.getAll(HttpHeaderNames.ACCEPT_ENCODING)).prefersGzip();
  }

  private static Set<String> names(String uri) {
    QueryStringDecoder query =
        new QueryStringDecoder(uri, StandardCharsets.UTF_8, /* hasPath= */ true, PARAMETERS);
    return Set.copyOf(query.parameters().getOrDefault("name[]", List.of()));
  }

  private Duration timeLimit(HttpHeaders headers) {
    double seconds = seconds(headers.get(TIMEOUT_HEADER, ""));
    double left = seconds - Math.min(MARGIN_SECONDS, seconds * MARGIN_PART);
    double own = limit.toNanos() / 1e9;
    return left > 0 && left < own ? Duration.ofNanos((long) (left * 1e9)) : limit;
  }

  private static double seconds(String header) {
    try {
      return Double.parseDouble(header);
    } catch (NumberFormatException malformed) {
      return Double.NaN;
    }
  }
}
