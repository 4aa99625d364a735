package io.streamgauge.reporter.http;

import io.streamgauge.reporter.exposition.Body;

/** The source of the answers to {@code /metrics}. */
public interface MetricsSource {

  /**
   * Whether memory allows a further answer, next to those that clients have not taken yet. Returns
   * at once and never throws.
   */
  boolean hasRoom(ScrapeRequest request);

  /**
   * Starts a scrape, or joins one under way. Returns at once and never throws.
   *
   * @param whenReady run, on any thread, whenever {@link Body#read} may return something else than
   *     0; it must not block
   */
  Body open(ScrapeRequest request, Runnable whenReady);
}
