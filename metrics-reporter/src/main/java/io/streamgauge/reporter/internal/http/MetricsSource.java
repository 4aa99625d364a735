package io.streamgauge.reporter.internal.http;

import io.streamgauge.reporter.internal.exposition.Body;

/** The source of the answers to {@code /metrics}. */
public interface MetricsSource {

  /**
   * Returns how much memory a further answer lacks because of those that clients have not taken
   * yet, in bytes; 0 or less if there is enough. Returns at once and never throws.
   */
  long missingBytes(ScrapeRequest request);

  /**
   * Returns whether an answer takes no memory of its own, because it shares that of a scrape under
   * way. Returns at once and never throws.
   */
  boolean sharesMemory(ScrapeRequest request);

  /**
   * Starts a scrape, or joins one under way. Returns at once and never throws.
   *
   * @param whenReady run, on any thread, whenever {@link Body#read} may return something else than
   *     0; it must not block
   */
  Body open(ScrapeRequest request, Runnable whenReady);
}
