package io.streamgauge.it.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Repeats steps, each on a thread of its own, until it is closed. */
final class Load implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofMinutes(3);

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Counts> counts = new ConcurrentSkipListMap<>();

  /** Part of the load; a failure of one is counted, and the next one follows. */
  interface Step {
    void run() throws Exception;
  }

  /** How often a step was run and failed, and the last reason. */
  private record Counts(double allowedFailures, long runs, long failures, String reason) {
    Counts plus(String failure) {
      return failure.isEmpty()
          ? new Counts(allowedFailures, runs + 1, failures, reason)
          : new Counts(allowedFailures, runs + 1, failures + 1, failure);
    }

    boolean isFault() {
      return failures == runs || failures > allowedFailures * runs;
    }

    @Override
    public String toString() {
      return failures == 0
          ? runs + " runs, none failed"
          : "%d runs, %d failed, the last one with %s".formatted(runs, failures, reason);
    }
  }

  /** Runs a step again and again, with a pause in between. It must succeed at least once. */
  void repeat(String name, Duration pause, Step step) {
    repeat(name, pause, /* allowedFailures= */ 1, step);
  }

  /**
   * Runs a step again and again, with a pause in between. It must succeed at least once.
   *
   * @param allowedFailures the share of its runs that may fail
   */
  void repeat(String name, Duration pause, double allowedFailures, Step step) {
    counts.put(name, new Counts(allowedFailures, 0, 0, ""));
    Thread thread =
        new Thread(
            () -> {
              do {
                run(name, step);
              } while (!hasEndedAfter(pause));
            },
            "soak-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Waits until the load ends, but no longer than a time, and returns whether it has. */
  boolean hasEndedAfter(Duration time) {
    try {
      return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void run(String name, Step step) {
    String failure = "";
    try {
      step.run();
    } catch (Exception e) {
      failure = e.toString().lines().findFirst().orElse("");
    }
    String reason = failure;
    counts.computeIfPresent(name, (unused, before) -> before.plus(reason));
  }

  /** One sentence for each step that failed too often to be a load. */
  List<String> faults() {
    return counts.entrySet().stream()
        .filter(each -> each.getValue().isFault())
        .map(each -> each.getKey() + ": " + each.getValue())
        .toList();
  }

  /** The number of runs and failures of each step. */
  String summary() {
    StringBuilder text = new StringBuilder();
    counts.forEach((name, each) -> text.append("%s: %s%n".formatted(name, each)));
    return text.toString();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      for (Thread each : threads) {
        each.join(END_LIMIT.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
