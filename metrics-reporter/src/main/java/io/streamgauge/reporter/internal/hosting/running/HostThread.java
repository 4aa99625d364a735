package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.internal.logging.LogLimit;
import io.streamgauge.reporter.internal.logging.LogText;
import io.streamgauge.reporter.probe.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's real thread, {@code streamgauge-probes}. */
final class HostThread implements HostTimer {

  private final ScheduledThreadPoolExecutor executor;
  private final Logger logger;
  private final LogLimit limit;

  HostThread(ClassLoader contextLoader) {
    this(contextLoader, LoggerFactory.getLogger(HostThread.class), System::nanoTime);
  }

  HostThread(ClassLoader contextLoader, Logger logger, LongSupplier ticker) {
    this.logger = logger;
    this.limit = new LogLimit(ticker);
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            DaemonThreads.named("streamgauge-probes", contextLoader),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(guarded(task));
  }

  @Override
  public Timeout schedule(Duration delay, Runnable task) {
    Future<?> future =
        executor.schedule(guarded(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    return () -> future.cancel(/* mayInterruptIfRunning= */ false);
  }

  @Override
  public void repeat(Duration interval, Runnable task) {
    long nanos = interval.toNanos();
    Future<?> unused =
        executor.scheduleWithFixedDelay(guarded(task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** The executor would swallow the exception of a task, and never repeat the task. */
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        log(e);
      }
    };
  }

  /** To log may fail as the task did, for example for want of memory. */
  private void log(Throwable failure) {
    try {
      String cause = LogText.oneLine(failure);
      limit
          .admit(logger.getName(), cause)
          .ifPresent(
              suppressed ->
                  logger.error(
                      "Hosting of probes failed: {}{}",
                      LogLimit.withCount(cause, suppressed),
                      LogText.frames(failure)));
    } catch (Throwable e) {
      // The probe that missed the step is started again all the same.
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
