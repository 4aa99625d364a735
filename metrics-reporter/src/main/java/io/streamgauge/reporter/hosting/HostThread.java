package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.probe.LogText;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's real thread, {@code streamgauge-probes}. */
final class HostThread implements HostTimer {

  private static final Logger LOG = LoggerFactory.getLogger(HostThread.class);

  private final ScheduledThreadPoolExecutor executor;

  HostThread(ClassLoader contextLoader) {
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> ProbeThread.daemon("streamgauge-probes", contextLoader, task),
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
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        log(e);
      }
    };
  }

  /** To log may fail as the task did, for example for want of memory. */
  private static void log(Throwable failure) {
    try {
      LOG.error(
          "Hosting of probes failed: {}{}", LogText.oneLine(failure), LogText.frames(failure));
    } catch (Throwable e) {
      // The probe that missed the step is started again all the same.
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
