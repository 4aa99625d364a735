package io.streamgauge.reporter.http;

import io.streamgauge.reporter.exposition.Body;

/** Where the server gets the answer to {@code /metrics} from. */
public interface MetricsSource {

  /**
   * Starts a scrape, or joins one under way. Returns at once and never throws.
   *
   * @param whenReady run, on any thread, whenever {@link Body#read} may return something else than
   *     0; it must not block
   */
  Body open(ScrapeRequest request, Runnable whenReady);
}
