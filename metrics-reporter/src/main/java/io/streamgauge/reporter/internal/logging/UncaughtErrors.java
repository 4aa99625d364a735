package io.streamgauge.reporter.internal.logging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs errors that end one of our threads, one line a minute. Never throws, and keeps them from
 * Flink's own handler, which may end the process.
 */
public final class UncaughtErrors implements Thread.UncaughtExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(UncaughtErrors.class);
  private static final LogLimit LOG_LIMIT = new LogLimit(System::nanoTime);
  private static final UncaughtErrors INSTANCE = new UncaughtErrors();

  private UncaughtErrors() {}

  /** Returns the handler for all threads of the reporter. */
  public static UncaughtErrors handler() {
    return INSTANCE;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    LOG_LIMIT.error(LOG, "Thread " + thread.getName() + " ended unexpectedly", failure);
  }
}
