package io.streamgauge.reporter.scrape;

import io.streamgauge.reporter.exposition.Body;
import io.streamgauge.reporter.http.ScrapeRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The body of a response whose values are still being read. */
final class PendingBody implements Body {

  private final ScrapeRequest request;
  private final Runnable whenReady;

  private volatile @Nullable Body produced;
  private volatile @Nullable Throwable failure;
  private boolean isClosed;

  PendingBody(ScrapeRequest request, Runnable whenReady) {
    this.request = request;
    this.whenReady = whenReady;
  }

  ScrapeRequest request() {
    return request;
  }

  Runnable whenReady() {
    return whenReady;
  }

  /** Becomes the body that was produced, unless nobody wants it any more. */
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

  void fail(Throwable cause) {
    failure = cause;
    whenReady.run();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    Throwable cause = failure;
    if (cause != null) {
      throw new IOException("The scrape failed", cause);
    }
    Body body = produced;
    return body == null ? 0 : body.read(target);
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
