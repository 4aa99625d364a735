package io.streamgauge.reporter.internal.scrape;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.exposition.Body;
import io.streamgauge.reporter.internal.exposition.ChunkPool;
import io.streamgauge.reporter.internal.exposition.GzipEncoder;
import io.streamgauge.reporter.internal.exposition.PlainBody;
import io.streamgauge.reporter.internal.exposition.SharedBody;
import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.http.MetricsSource;
import io.streamgauge.reporter.internal.http.ScrapeRequest;
import io.streamgauge.reporter.internal.http.ScrapeUnavailableException;
import io.streamgauge.reporter.internal.logging.LogLimit;
import java.time.Duration;
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
 * Answers requests for metrics, on a thread of its own, which is replaced if it dies.
 *
 * <p>All requests that come before the values are read share one reading, and those of them that
 * want the same compressed body share that. A plain body is encoded by whoever sends it, straight
 * from the frame. The reading takes its own time, whatever a client's limit is: a client whose time
 * is over before gets the values that were read, if only slow ones are missing, or is refused.
 */
public final class Scraper implements MetricsSource, AutoCloseable {

  /** The most that answers which clients have not taken yet may hold of a process's memory. */
  public static final long MAX_BYTES = 32 << 20;

  /** So many answers of one process are always possible, however large they are. */
  private static final int MIN_ANSWERS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);

  /** The size that a compressed body is supposed to have until there was one. */
  private static final long UNKNOWN_BODY_BYTES = 1 << 20;

  private static final String NO_ROOM =
      "Too many responses wait for their clients to read them; ask again later.";

  private static final String TOO_SLOW =
      "Not all metrics could be read within the scrape timeout of this client";

  private final FrameSource frames;
  private final ScrapeDurations durations;
  private final Duration limit;
  private final long maxBytes;
  private final ThreadPoolExecutor thread;
  private final ChunkPool chunks = new ChunkPool(MAX_BYTES);
  private final LogLimit logLimit = new LogLimit(System::nanoTime);

  /** Used on the scraper's thread only. */
  private final GzipEncoder gzip = new GzipEncoder();

  /** The size of the last frame, which the next one will probably have, too. */
  private volatile long frameBytes;

  /** The same for compressed bodies; 0 until there was one. */
  private volatile long bodyBytes;

  private final Object lock = new Object();

  /** The batch that was opened last. */
  @GuardedBy("lock")
  private ScrapeBatch newest = new ScrapeBatch();

  /** What batches that are not answered yet have reserved. */
  @GuardedBy("lock")
  private long reservedBytes;

  /**
   * A scraper with its thread.
   *
   * @param durations of reading and compressing are added to these
   * @param limit how long reading the values may take at the most
   * @param maxBytes how much answers that clients have not taken yet may hold
   * @param threads makes daemon threads that carry nothing of a job
   */
  public Scraper(
      FrameSource frames,
      ScrapeDurations durations,
      Duration limit,
      long maxBytes,
      ThreadFactory threads) {
    this.frames = frames;
    this.durations = durations;
    this.limit = limit;
    this.maxBytes = maxBytes;
    this.thread =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    newest.close();
    // Not left to the first task: that may come from a thread of Flink, whose context a thread
    // inherits.
    thread.prestartCoreThread();
  }

  /** Runs a task between scrapes; does nothing once closed. */
  public void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("Rejecting a task after the end", e);
    }
  }

  /** Bytes of frames and bodies in use. */
  public long bytesInUse() {
    return frames.bytesInUse() + chunks.bytesInUse();
  }

  @Override
  public long missingBytes(ScrapeRequest request) {
    synchronized (lock) {
      return bytesInUse() + reservedBytes + neededBytes(request) - mostBytes();
    }
  }

  @Override
  public boolean sharesMemory(ScrapeRequest request) {
    synchronized (lock) {
      return newest.shares(request);
    }
  }

  private long mostBytes() {
    return Math.max(maxBytes, MIN_ANSWERS * (frameBytes + expectedBodyBytes()));
  }

  private long expectedBodyBytes() {
    long last = bodyBytes;
    return last > 0 ? last : Math.max(frameBytes, UNKNOWN_BODY_BYTES);
  }

  @GuardedBy("lock")
  private long neededBytes(ScrapeRequest request) {
    if (newest.shares(request)) {
      return 0;
    }
    return (newest.isOpen() ? 0 : frameBytes) + (request.gzip() ? expectedBodyBytes() : 0);
  }

  @Override
  public Body open(ScrapeRequest request, Runnable whenReady) {
    long now = System.nanoTime();
    boolean isImpatient = request.timeLimit().compareTo(limit) < 0;
    long deadline = now + (isImpatient ? request.timeLimit().toNanos() : Long.MAX_VALUE / 2);
    PendingBody body = new PendingBody(request, deadline, whenReady);
    // Does nothing unless the thread has died and could not be replaced then.
    thread.prestartCoreThread();
    synchronized (lock) {
      long bytes = neededBytes(request);
      if (!newest.join(body, bytes)) {
        ScrapeBatch batch = new ScrapeBatch();
        batch.join(body, bytes);
        try {
          thread.execute(() -> answer(batch));
        } catch (RejectedExecutionException e) {
          body.fail(e);
          return body;
        }
        newest = batch;
      }
      reservedBytes += bytes;
    }
    return body;
  }

  private void answer(ScrapeBatch batch) {
    long start = System.nanoTime();
    Frame frame = null;
    Throwable failure = null;
    try {
      frame = frames.read(start + limit.toNanos(), new Impatient(batch));
      frameBytes = frame.byteSize();
      answer(batch.takeAll(), frame, new HashMap<>());
    } catch (Throwable e) {
      failure = e;
      batch.failAll(e);
    } finally {
      release(batch);
      if (frame != null) {
        frame.release();
      }
      durations.observe(System.nanoTime() - start);
    }
    if (failure != null) {
      warn("Scrape failed", failure);
    }
  }

  private void release(ScrapeBatch batch) {
    batch.close();
    synchronized (lock) {
      reservedBytes -= batch.reservedBytes();
    }
  }

  private void answer(List<PendingBody> waiting, Frame frame, Map<Set<String>, SharedBody> bodies) {
    Map<Set<String>, SharedBody> added = new HashMap<>();
    try {
      for (PendingBody body : waiting) {
        Set<String> names = body.request().names();
        if (body.request().gzip()) {
          body.become(compressed(bodies, added, names, body.whenReady()));
        } else {
          body.become(new PlainBody(frame.retain(), names));
        }
      }
    } catch (Throwable e) {
      waiting.forEach(body -> body.fail(e));
      added.values().forEach(body -> body.fail(e));
      throw e;
    }
    added.forEach((names, body) -> compress(frame, names, body));
  }

  /** A reader of the body that all share, or of a new one when nobody wanted that any more. */
  private Body compressed(
      Map<Set<String>, SharedBody> bodies,
      Map<Set<String>, SharedBody> added,
      Set<String> names,
      Runnable whenReady) {
    SharedBody shared = bodies.get(names);
    Body reader = shared == null ? null : shared.tryOpen(whenReady);
    while (reader == null) {
      SharedBody another = new SharedBody(chunks);
      bodies.put(names, another);
      added.put(names, another);
      reader = another.tryOpen(whenReady);
    }
    return reader;
  }

  private void compress(Frame frame, Set<String> names, SharedBody body) {
    if (bytesInUse() > mostBytes()) {
      body.fail(new ScrapeUnavailableException(NO_ROOM));
      return;
    }
    try {
      gzip.encode(frame, names, body);
      // A body of some families only, or one that nobody waited for, is smaller than most.
      boolean isWhole = names.isEmpty() && body.isWanted();
      bodyBytes = isWhole ? body.byteSize() : Math.max(bodyBytes, body.byteSize());
    } catch (RuntimeException | Error e) {
      warn("Encoding a scrape failed", e);
    }
  }

  private void warn(String message, Throwable failure) {
    logLimit
        .admit(Scraper.class.getName(), message + failure.getClass().getName())
        .ifPresent(suppressed -> LOG.warn(LogLimit.withCount(message, suppressed), failure));
  }

  /** The requests of a batch whose clients have a shorter limit than ours. */
  private final class Impatient implements FrameSource.ImpatientClients {

    private final ScrapeBatch batch;
    private @Nullable Frame frame;
    private Map<Set<String>, SharedBody> bodies = new HashMap<>();

    Impatient(ScrapeBatch batch) {
      this.batch = batch;
    }

    @Override
    public boolean areDue(long nanoTime) {
      return batch.areDue(nanoTime);
    }

    @Override
    public void answer(Frame early) {
      if (early != frame) {
        frame = early;
        bodies = new HashMap<>();
      }
      Scraper.this.answer(batch.takeDue(System.nanoTime()), early, bodies);
    }

    @Override
    public void refuse() {
      ScrapeUnavailableException refusal = new ScrapeUnavailableException(TOO_SLOW);
      batch.takeDue(System.nanoTime()).forEach(body -> body.fail(refusal));
    }

    @Override
    public void fail(Throwable cause) {
      batch.takeDue(System.nanoTime()).forEach(body -> body.fail(cause));
      warn("Scrape failed for clients with a shorter limit", cause);
    }
  }

  /** Ends the thread after the present scrape; requests that wait fail. */
  @Override
  public void close() {
    thread.getQueue().clear();
    thread.shutdown();
    ScrapeBatch last;
    synchronized (lock) {
      last = newest;
    }
    last.failAll(new IllegalStateException("The reporter stops"));
  }
}
