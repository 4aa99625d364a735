package io.streamgauge.reporter.http;

import java.util.concurrent.ThreadFactory;
import org.apache.flink.shaded.netty4.io.netty.util.concurrent.FastThreadLocalThread;

/** Makes the server's thread: a daemon that keeps no class loader alive but the server's own. */
final class ServerThreads implements ThreadFactory {

  private static final String NAME = "streamgauge-http";

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new FastThreadLocalThread(work, NAME);
    thread.setDaemon(true);
    thread.setContextClassLoader(ServerThreads.class.getClassLoader());
    return thread;
  }
}
