package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A timer without a thread, whose tasks a test runs. */
final class ManualTimer implements HostTimer {

  private final List<Waiting> waiting = new ArrayList<>();

  private record Waiting(Duration delay, Runnable task) {}

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Timeout schedule(Duration delay, Runnable task) {
    Waiting added = new Waiting(delay, task);
    waiting.add(added);
    return () -> waiting.remove(added);
  }

  @Override
  public void repeat(Duration interval, Runnable task) {}

  @Override
  public void close() {}

  /** The delays of the tasks that wait. */
  List<Duration> waiting() {
    return waiting.stream().map(Waiting::delay).toList();
  }

  /** Runs the only task that waits, which must have this delay. */
  void run(Duration delay) {
    assertThat(waiting()).containsExactly(delay);
    waiting.remove(0).task().run();
  }
}
