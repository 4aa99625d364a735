package io.streamgauge.reporter.internal.scrape;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.exposition.Body;
import io.streamgauge.reporter.internal.http.ScrapeRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a response whose values are still being read. */
final class PendingBody implements Body {

  private final ScrapeRequest request;
  private final long deadline;
  private final Runnable whenReady;

  private volatile @Nullable Body produced;
  private volatile @Nullable Throwable failure;

  @GuardedBy("this")
  private boolean isClosed;

  /**
   * A body that was not produced yet.
   *
   * @param deadline when the client's time is over, by the nano clock
   */
  PendingBody(ScrapeRequest request, long deadline, Runnable whenReady) {
    this.request = request;
    this.deadline = deadline;
    this.whenReady = whenReady;
  }

  ScrapeRequest request() {
    return request;
  }

  Runnable whenReady() {
    return whenReady;
  }

  boolean isDue(long nanoTime) {
    return nanoTime - deadline >= 0;
  }

  /** Becomes the body that was produced, unless its client is gone. */
  void become(Body body) {
    boolean isWanted;
    synchronized (this) {
      isWanted = !isClosed;
      if (isWanted) {
        produced = body;
      }
    }
    if (!isWanted) {
      body.close();
    }
    whenReady.run();
  }

  /** Fails, unless it was produced. */
  void fail(Throwable cause) {
    if (produced == null) {
      failure = cause;
      whenReady.run();
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    Throwable cause = failure;
    if (cause != null) {
      throw cause instanceof IOException
          ? (IOException) cause
          : new IOException("The scrape failed", cause);
    }
    Body body = produced;
    return body == null ? 0 : body.read(target);
  }

  @Override
  public void measure(Map<Object, Long> bytes) {
    Body body = produced;
    if (body != null) {
      body.measure(bytes);
    }
  }

  @Override
  public void close() {
    Body body;
    synchronized (this) {
      isClosed = true;
      body = produced;
    }
    if (body != null) {
      body.close();
    }
  }
}
