package io.streamgauge.reporter.internal.http;

import java.time.Duration;
import java.util.Set;

/** What a client asked of {@code /metrics}. Immutable. */
public final class ScrapeRequest {

  private final Set<String> names;
  private final boolean gzip;
  private final Duration timeLimit;

  ScrapeRequest(Set<String> names, boolean gzip, Duration timeLimit) {
    this.names = Set.copyOf(names);
    this.gzip = gzip;
    this.timeLimit = timeLimit;
  }

  /** The families that {@code name[]} parameters ask for; empty for all. */
  public Set<String> names() {
    return names;
  }

  /** The same request when a part of its time is over. */
  ScrapeRequest after(Duration wait) {
    return new ScrapeRequest(names, gzip, timeLimit.minus(wait));
  }

  /** Whether the body is to be compressed. */
  public boolean gzip() {
    return gzip;
  }

  /**
   * How long reading values may take: the least of the server's limit and what {@code
   * X-Prometheus-Scrape-Timeout-Seconds} leaves.
   */
  public Duration timeLimit() {
    return timeLimit;
  }
}
