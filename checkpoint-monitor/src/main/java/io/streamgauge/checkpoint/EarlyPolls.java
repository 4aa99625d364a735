package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.time.Moment;
import io.streamgauge.checkpoint.time.Pause;
import io.streamgauge.reporter.probe.ProbeContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Polls jobs before the next regular poll: when they come or go, and again while they start.
 *
 * <p>The pause before an early poll doubles from one to the next, and is short again after an
 * interval without an early poll. So a cluster with many short jobs is polled once a second.
 */
final class EarlyPolls {

  /** Flink registers a job's gauges one by one, and its REST API follows a moment later. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  /** How often a job that still starts is polled again. */
  static final int MAX_REPEATS = 40;

  private final ProbeContext context;
  private final Pause pause;
  private final Runnable poll;

  /** The jobs to poll, and how often each was polled early before. */
  private Map<String, Integer> due = new LinkedHashMap<>();

  /** Changes when the jobs are taken: a poll that was planned before is not needed any more. */
  private int round;

  private Duration nextPause = FIRST_PAUSE;
  private @Nullable Moment lastPoll;

  /**
   * No jobs.
   *
   * @param poll polls the jobs; it must {@linkplain #take() take} them
   */
  EarlyPolls(ProbeContext context, Pause pause, Runnable poll) {
    this.context = context;
    this.pause = pause;
    this.poll = poll;
  }

  /** Plans an early poll of a job that came or went. */
  void add(String job) {
    plan(Map.of(job, 0));
  }

  /** Plans another poll of those jobs that were taken and still start. */
  void repeat(Map<String, Integer> taken, Predicate<String> isStarting) {
    plan(
        taken.entrySet().stream()
            .filter(each -> each.getValue() < MAX_REPEATS && isStarting.test(each.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue() + 1)));
  }

  private void plan(Map<String, Integer> jobs) {
    if (due.isEmpty() && !jobs.isEmpty()) {
      int planned = round;
      context.executor().execute(() -> await(planned));
    }
    jobs.forEach(due::putIfAbsent);
  }

  /** Waits on the probe's thread; what came meanwhile is taken in before the poll. */
  private void await(int planned) {
    if (planned != round) {
      return;
    }
    try {
      pause.await(pause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    context
        .executor()
        .execute(
            () -> {
              if (planned == round) {
                poll.run();
              }
            });
  }

  private Duration pause() {
    Moment now = Moment.now(context.clock(), context.ticker());
    if (lastPoll == null || now.since(lastPoll).compareTo(context.interval()) >= 0) {
      nextPause = FIRST_PAUSE;
    }
    lastPoll = now;
    Duration present = nextPause;
    Duration twice = present.multipliedBy(2);
    nextPause = twice.compareTo(MAX_PAUSE) < 0 ? twice : MAX_PAUSE;
    return present;
  }

  /** Returns the jobs to poll, and how often each was polled early before; none are due then. */
  Map<String, Integer> take() {
    Map<String, Integer> taken = due;
    due = new LinkedHashMap<>();
    round++;
    return taken;
  }
}
