package io.streamgauge.reporter.probe;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes daemon threads that keep no job's class loader alive: they inherit no thread locals, and
 * their context class loader is the given one.
 *
 * <p>An error that ends a thread is ignored, or goes to the factory's own handler. It never reaches
 * Flink's default handler, which may end the process.
 */
public final class DaemonThreads implements ThreadFactory {

  private final Supplier<String> names;
  private final @Nullable ClassLoader contextLoader;
  private final Thread.UncaughtExceptionHandler handler;

  private DaemonThreads(
      Supplier<String> names,
      @Nullable ClassLoader contextLoader,
      Thread.UncaughtExceptionHandler handler) {
    this.names = names;
    this.contextLoader = contextLoader;
    this.handler = handler;
  }

  /** Returns a factory of threads that have the same name, for one thread at a time. */
  public static DaemonThreads named(String name, @Nullable ClassLoader contextLoader) {
    return new DaemonThreads(() -> name, contextLoader, (thread, error) -> {});
  }

  /** Returns a factory of threads {@code name-1}, {@code name-2} and so on. */
  public static DaemonThreads numbered(String name, @Nullable ClassLoader contextLoader) {
    AtomicInteger made = new AtomicInteger();
    return new DaemonThreads(
        () -> name + '-' + made.incrementAndGet(), contextLoader, (thread, error) -> {});
  }

  /** Returns a factory whose handler gets the errors that end its threads. */
  public DaemonThreads handlingErrors(Thread.UncaughtExceptionHandler newHandler) {
    return new DaemonThreads(names, contextLoader, newHandler);
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread =
        new Thread(/* group= */ null, task, names.get(), 0, /* inheritThreadLocals= */ false);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(handler);
    thread.setContextClassLoader(contextLoader);
    return thread;
  }
}
