package io.streamgauge.reporter.internal.http;

import java.io.IOException;

/**
 * A scrape that cannot be answered now, though nothing is broken. Thrown by a body before its first
 * byte; the client gets status 503 and the message.
 */
public final class ScrapeUnavailableException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param message one sentence for the client
   */
  public ScrapeUnavailableException(String message) {
    super(message);
  }
}
