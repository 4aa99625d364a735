package io.streamgauge.reporter.internal.http;

import io.streamgauge.reporter.internal.logging.UncaughtErrors;
import java.util.concurrent.ThreadFactory;
import org.apache.flink.shaded.netty4.io.netty.util.concurrent.FastThreadLocalThread;

/**
 * Makes the server's thread: a daemon that keeps no class loader alive but the server's own. It is
 * of Netty's class, whose thread locals are fast.
 */
final class ServerThreads implements ThreadFactory {

  private static final String NAME = "streamgauge-http";

  private final Runnable whenEnded;

  /**
   * A factory.
   *
   * @param whenEnded runs as the last thing on a thread, even if an error ends it
   */
  ServerThreads(Runnable whenEnded) {
    this.whenEnded = whenEnded;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new FastThreadLocalThread(() -> run(work), NAME);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(UncaughtErrors.handler());
    thread.setContextClassLoader(ServerThreads.class.getClassLoader());
    return thread;
  }

  private void run(Runnable work) {
    try {
      work.run();
    } finally {
      whenEnded.run();
    }
  }
}
