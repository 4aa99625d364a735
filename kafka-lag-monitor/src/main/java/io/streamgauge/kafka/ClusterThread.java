package io.streamgauge.kafka;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.reporter.probe.DaemonThreads;
import io.streamgauge.reporter.probe.ProbeError;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A daemon thread, started with its first work, that does one thing at a time. */
final class ClusterThread {

  private static final long CLOSE_MILLIS = 1_500;

  private final ExecutorService executor;
  private @Nullable Future<Map<ProbeError, String>> running;

  ClusterThread(String name) {
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named(name, Thread.currentThread().getContextClassLoader()));
  }

  /** Begins work, unless there is some still. */
  void begin(Callable<Map<ProbeError, String>> work) {
    if (running == null || running.isDone()) {
      running = executor.submit(work);
    }
  }

  /** The result of the work that was begun, once; empty if it has none by the deadline. */
  Optional<Map<ProbeError, String>> await(Deadline deadline) throws InterruptedException {
    if (running == null) {
      return Optional.of(Map.of());
    }
    try {
      Map<ProbeError, String> result =
          running.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
      running = null;
      return Optional.of(result);
    } catch (TimeoutException | CancellationException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      running = null;
      return Optional.of(Map.of(ProbeError.INTERNAL, unexpected(e.getCause())));
    }
  }

  /** Names the class alone: the text may be a library's, and hold a secret. */
  private static String unexpected(@Nullable Throwable failure) {
    StackTraceElement[] trace =
        failure == null ? new StackTraceElement[0] : failure.getStackTrace();
    String type = failure == null ? "nothing" : failure.getClass().getName();
    return "unexpected " + type + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /** Interrupts what is going on, does a last work and ends; waits a moment for it. */
  void close(Runnable last) {
    if (running != null) {
      running.cancel(/* mayInterruptIfRunning= */ true);
    }
    executor.execute(last);
    executor.shutdown();
    try {
      boolean unused = executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
