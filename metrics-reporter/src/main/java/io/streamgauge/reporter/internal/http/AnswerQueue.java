package io.streamgauge.reporter.internal.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.shaded.netty4.io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the answers of a server in the order of their requests, each once there is memory for it.
 *
 * <p>An answer that shares the memory of another one starts at once. A request that finds no memory
 * waits for at most a quarter of its time limit. Meanwhile clients that have stopped reading their
 * answers are cut for it, if that can free enough. The client that completed a scrape last is the
 * next one, but goes first only once until one of the others is served. Confined to the event loop.
 */
final class AnswerQueue {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerQueue.class);

  /** How often the requests try again. */
  private static final Duration RETRY = Duration.ofMillis(20);

  /** A request may wait for this part of its time limit. */
  private static final int WAIT_PART = 4;

  private final MetricsSource source;
  private final Connections connections;
  private final EventExecutor loop;
  private final Deque<Entry> waiting = new ArrayDeque<>();

  /** Whether an entry has gone first since the last start of one that did not. */
  private boolean hasOneGoneFirst;

  private boolean isRetrying;

  AnswerQueue(MetricsSource source, Connections connections, EventExecutor loop) {
    this.source = source;
    this.connections = connections;
    this.loop = loop;
  }

  /** A request that waits for memory. */
  static final class Entry {

    private final Connection connection;
    private final ScrapeRequest request;
    private final Consumer<ScrapeRequest> start;
    private final Runnable refuse;
    private final boolean goesFirst;
    private final long arrival = System.nanoTime();

    private Entry(
        Connection connection,
        ScrapeRequest request,
        Consumer<ScrapeRequest> start,
        Runnable refuse,
        boolean goesFirst) {
      this.connection = connection;
      this.request = request;
      this.start = start;
      this.refuse = refuse;
      this.goesFirst = goesFirst;
    }

    /** Answers the request with the metrics, or refuses it; a failure costs this client only. */
    private void answer(boolean hasMemory) {
      try {
        connection.answering();
        if (hasMemory) {
          start.accept(request.after(Duration.ofNanos(System.nanoTime() - arrival)));
        } else {
          refuse.run();
        }
      } catch (RuntimeException | Error broken) {
        connection.cut();
        LOG.debug("Closing the connection of a client that waited for memory", broken);
      }
    }

    /** Whether its wait is over before the next attempt. */
    private boolean isOver() {
      long limit = request.timeLimit().dividedBy(WAIT_PART).minus(RETRY).toNanos();
      return System.nanoTime() - arrival >= limit;
    }
  }

  /**
   * Starts or refuses an answer, now or later. A failure to do so now is thrown; a later one cuts
   * the connection.
   *
   * @param start gets the request with the time that is left
   * @return the entry to remove if the client leaves first, or null if the request does not wait
   */
  @Nullable Entry add(
      Connection connection,
      ScrapeRequest request,
      Consumer<ScrapeRequest> start,
      Runnable refuse) {
    if (source.sharesMemory(request) || (waiting.isEmpty() && makeRoom(request))) {
      start.accept(request);
      return null;
    }
    boolean goesFirst = !hasOneGoneFirst && connections.wasServedLast(connection);
    Entry added = new Entry(connection, request, start, refuse, goesFirst);
    if (added.isOver()) {
      refuse.run();
      return null;
    }
    connection.waitForMemory();
    retryLater();
    // Last, so that no entry stays behind if a step fails.
    enqueue(added);
    return added;
  }

  private void enqueue(Entry entry) {
    if (entry.goesFirst) {
      waiting.addFirst(entry);
      hasOneGoneFirst = true;
    } else {
      waiting.addLast(entry);
    }
  }

  void remove(Entry entry) {
    waiting.remove(entry);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // ends with the event loop
  private void retryLater() {
    if (!isRetrying) {
      loop.schedule(this::retry, RETRY.toNanos(), TimeUnit.NANOSECONDS);
      isRetrying = true;
    }
  }

  private void retry() {
    isRetrying = false;
    try {
      startWhereThereIsMemory();
      refuseOverdue();
    } finally {
      if (!waiting.isEmpty()) {
        retryLater();
      }
    }
  }

  private void startWhereThereIsMemory() {
    boolean isNext = true;
    for (Entry entry : List.copyOf(waiting)) {
      if (source.sharesMemory(entry.request) || (isNext && makeRoom(entry.request))) {
        waiting.remove(entry);
        hasOneGoneFirst &= entry.goesFirst;
        entry.answer(/* hasMemory= */ true);
      } else {
        isNext = false;
      }
    }
  }

  private void refuseOverdue() {
    for (Entry entry : List.copyOf(waiting)) {
      if (entry.isOver()) {
        waiting.remove(entry);
        entry.answer(/* hasMemory= */ false);
      }
    }
  }

  /** Cuts clients that have stopped reading their answers, as long as that can free enough. */
  private boolean makeRoom(ScrapeRequest request) {
    long missing = source.missingBytes(request);
    while (missing > 0
        && missing <= connections.stalledBytes()
        && connections.evictStalledAnswer()) {
      missing = source.missingBytes(request);
    }
    return missing <= 0;
  }
}
