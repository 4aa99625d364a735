package io.streamgauge.reporter;

import io.streamgauge.reporter.hosting.UncaughtErrors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes named daemon threads whose context class loader is ours, never that of a job. */
final class DaemonThreads implements ThreadFactory {

  private final String name;
  private final AtomicInteger made = new AtomicInteger();

  DaemonThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(null, task, name + '-' + made.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(UncaughtErrors.handler());
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }
}
