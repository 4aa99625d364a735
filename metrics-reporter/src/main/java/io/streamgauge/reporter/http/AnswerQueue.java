package io.streamgauge.reporter.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.shaded.netty4.io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Starts the answers of a server in the order of their requests, each once there is memory for it.
 *
 * <p>A request that finds no memory waits for at most a quarter of its time limit. Meanwhile
 * clients that have stopped reading their answers are cut for it. The client that completed a
 * scrape last is the next one. Confined to the event loop.
 */
final class AnswerQueue {

  /** How often the first request tries again. */
  private static final Duration RETRY = Duration.ofMillis(20);

  /** A request may wait for this part of its time limit. */
  private static final int WAIT_PART = 4;

  private final MetricsSource source;
  private final Connections connections;
  private final EventExecutor loop;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private boolean isRetrying;

  AnswerQueue(MetricsSource source, Connections connections, EventExecutor loop) {
    this.source = source;
    this.connections = connections;
    this.loop = loop;
  }

  /** A request that waits for memory. */
  static final class Entry {

    private final ScrapeRequest request;
    private final Consumer<ScrapeRequest> start;
    private final Runnable refuse;
    private final long arrival = System.nanoTime();

    private Entry(ScrapeRequest request, Consumer<ScrapeRequest> start, Runnable refuse) {
      this.request = request;
      this.start = start;
      this.refuse = refuse;
    }

    private void start() {
      start.accept(request.after(Duration.ofNanos(System.nanoTime() - arrival)));
    }

    /** Whether its wait is over before the next attempt. */
    private boolean isOver() {
      long limit = request.timeLimit().dividedBy(WAIT_PART).minus(RETRY).toNanos();
      return System.nanoTime() - arrival >= limit;
    }
  }

  /**
   * Starts or refuses an answer, now or later.
   *
   * @param start gets the request with the time that is left; must not throw
   * @param refuse must not throw
   * @return what to remove if the client goes before, or null if the answer has been started
   */
  @Nullable Entry add(
      Connection connection,
      ScrapeRequest request,
      Consumer<ScrapeRequest> start,
      Runnable refuse) {
    if (waiting.isEmpty() && makeRoom(request)) {
      start.accept(request);
      return null;
    }
    Entry added = new Entry(request, start, refuse);
    if (connections.wasServedLast(connection)) {
      waiting.addFirst(added);
    } else {
      waiting.addLast(added);
    }
    refuseThoseOver();
    retryLater();
    return added;
  }

  void remove(Entry entry) {
    waiting.remove(entry);
  }

  private void retry() {
    isRetrying = false;
    try {
      startWhileThereIsRoom();
      refuseThoseOver();
    } finally {
      retryLater();
    }
  }

  private void startWhileThereIsRoom() {
    Entry next = waiting.peek();
    while (next != null && makeRoom(next.request)) {
      waiting.remove(next);
      next.start();
      next = waiting.peek();
    }
  }

  private void refuseThoseOver() {
    for (Entry entry : List.copyOf(waiting)) {
      if (entry.isOver() && waiting.remove(entry)) {
        entry.refuse.run();
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // ends with the event loop
  private void retryLater() {
    if (!isRetrying && !waiting.isEmpty()) {
      loop.schedule(this::retry, RETRY.toNanos(), TimeUnit.NANOSECONDS);
      isRetrying = true;
    }
  }

  /** Cuts clients that have stopped reading their answer, for as long as that frees memory. */
  private boolean makeRoom(ScrapeRequest request) {
    long before = Long.MAX_VALUE;
    long missing = source.missingBytes(request);
    while (missing > 0 && missing < before && connections.evictStalledAnswer()) {
      before = missing;
      missing = source.missingBytes(request);
    }
    return missing <= 0;
  }
}
