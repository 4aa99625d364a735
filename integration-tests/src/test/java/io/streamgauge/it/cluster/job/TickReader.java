package io.streamgauge.it.cluster.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/** Counts on with each tick of its clock. */
final class TickReader implements SourceReader<Long, Ticks.Split> {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<Ticks.Split> splits = new ArrayList<>();
  private final Duration pause;
  private volatile CompletableFuture<Void> tick = new CompletableFuture<>();
  private long next;

  TickReader(Duration pause) {
    this.pause = pause;
  }

  @Override
  public void start() {
    ScheduledFuture<?> unused =
        clock.scheduleAtFixedRate(
            () -> tick.complete(null), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Long> output) {
    if (tick.isDone()) {
      tick = new CompletableFuture<>();
      output.collect(next++);
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return tick;
  }

  @Override
  public List<Ticks.Split> snapshotState(long checkpoint) {
    return List.copyOf(splits);
  }

  @Override
  public void addSplits(List<Ticks.Split> added) {
    splits.addAll(added);
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
