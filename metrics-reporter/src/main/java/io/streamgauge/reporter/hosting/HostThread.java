package io.streamgauge.reporter.hosting;

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

  /** The executor would swallow what a task throws. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        LOG.error("A step of hosting the probes failed", e);
      }
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
