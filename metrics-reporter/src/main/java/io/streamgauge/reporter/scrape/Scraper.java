package io.streamgauge.reporter.scrape;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.exposition.Body;
import io.streamgauge.reporter.exposition.ChunkPool;
import io.streamgauge.reporter.exposition.GzipEncoder;
import io.streamgauge.reporter.exposition.PlainBody;
import io.streamgauge.reporter.exposition.SharedBody;
import io.streamgauge.reporter.http.MetricsSource;
import io.streamgauge.reporter.http.ScrapeRequest;
import io.streamgauge.reporter.snapshot.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for metrics, on a thread of its own.
 *
 * <p>All requests that come before the values are read share one reading, and those of them that
 * want the same compressed body share that. A plain body is encoded by whoever sends it, straight
 * from the frame.
 */
public final class Scraper implements MetricsSource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);

  /** The most that is kept of a compressed body when nobody reads it. */
  private static final long KEPT_BYTES = 32 << 20;

  private final FrameSource frames;
  private final ScrapeDurations durations;
  private final Duration limit;
  private final ThreadPoolExecutor thread;
  private final ChunkPool chunks = new ChunkPool(KEPT_BYTES);

  /** Used on the scraper's thread alone. */
  private final GzipEncoder gzip = new GzipEncoder();

  private final Object lock = new Object();

  /** The round that requests can still join, or null. */
  @GuardedBy("lock")
  private @Nullable Round open;

  /**
   * A scraper with its thread.
   *
   * @param durations is told how long reading and compressing took
   * @param limit how long reading the values may take at the most
   * @param threads makes one daemon thread that carries nothing of a job's
   */
  public Scraper(
      FrameSource frames, ScrapeDurations durations, Duration limit, ThreadFactory threads) {
    this.frames = frames;
    this.durations = durations;
    this.limit = limit;
    this.thread =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    // Not left to the first task: that may come from a thread of Flink's, whose context a thread
    // inherits.
    thread.prestartCoreThread();
  }

  /** Runs a task between scrapes; does nothing once closed. */
  public void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("A task came after the end", e);
    }
  }

  @Override
  public Body open(ScrapeRequest request, Runnable whenReady) {
    PendingBody body = new PendingBody(request, whenReady);
    long now = System.nanoTime();
    synchronized (lock) {
      Round joined = open;
      if (joined == null) {
        joined = new Round(now + limit.toNanos());
        Round started = joined;
        try {
          thread.execute(() -> answer(started));
        } catch (RejectedExecutionException e) {
          body.fail(e);
          return body;
        }
        open = joined;
      }
      joined.join(body, now);
    }
    return body;
  }

  private void answer(Round round) {
    Frame frame = null;
    long start = System.nanoTime();
    try {
      frame = frames.read(round::deadline);
      answer(close(round), frame);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close(round).forEach(body -> body.fail(e));
    } catch (RuntimeException | Error e) {
      LOG.warn("A scrape failed", e);
      close(round).forEach(body -> body.fail(e));
    } finally {
      if (frame != null) {
        frame.release();
      }
      durations.observe(System.nanoTime() - start);
    }
  }

  /** Lets nobody join the round any more. */
  private List<PendingBody> close(Round round) {
    synchronized (lock) {
      if (open == round) {
        open = null;
      }
      return new ArrayList<>(round.waiting());
    }
  }

  private void answer(List<PendingBody> waiting, Frame frame) {
    Map<Set<String>, SharedBody> compressed = new HashMap<>();
    for (PendingBody body : waiting) {
      Set<String> names = body.request().names();
      if (body.request().gzip()) {
        body.become(compressed(compressed, names, body.whenReady()));
      } else {
        body.become(new PlainBody(frame.retain(), names));
      }
    }
    compressed.forEach((names, body) -> compress(frame, names, body));
  }

  /** A reader of the body that all share, or of a new one when nobody wanted that any more. */
  private Body compressed(
      Map<Set<String>, SharedBody> bodies, Set<String> names, Runnable whenReady) {
    SharedBody shared = bodies.get(names);
    Body reader = shared == null ? null : shared.tryOpen(whenReady);
    while (reader == null) {
      SharedBody another = new SharedBody(chunks);
      bodies.put(names, another);
      reader = another.tryOpen(whenReady);
    }
    return reader;
  }

  private void compress(Frame frame, Set<String> names, SharedBody body) {
    try {
      gzip.encode(frame, names, body);
    } catch (RuntimeException | Error e) {
      LOG.warn("A scrape could not be encoded", e);
    }
  }

  /** Ends the thread; requests that wait fail. */
  @Override
  public void close() {
    thread.shutdownNow();
    Round waiting;
    synchronized (lock) {
      waiting = open;
    }
    if (waiting != null) {
      close(waiting).forEach(body -> body.fail(new IllegalStateException("The reporter stops")));
    }
  }
}
