package io.streamgauge.reporter.internal.http;

import java.time.Duration;
import java.util.Set;

/** Requests for tests of other packages. */
public final class TestingRequests {

  private TestingRequests() {}

  /** A request for all metrics as plain text. */
  public static ScrapeRequest plain(Duration limit) {
    return new ScrapeRequest(Set.of(), /* gzip= */ false, limit);
  }
}
