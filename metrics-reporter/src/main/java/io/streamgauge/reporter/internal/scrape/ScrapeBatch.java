package io.streamgauge.reporter.internal.scrape;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.http.ScrapeRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that one reading of the values answers. Thread-safe. */
final class ScrapeBatch {

  @GuardedBy("this")
  private final List<PendingBody> waiting = new ArrayList<>();

  @GuardedBy("this")
  private boolean isClosed;

  @GuardedBy("this")
  private long reservedBytes;

  /**
   * Adds a request.
   *
   * @param bytes that its answer will probably take
   * @return false if the values are read already
   */
  synchronized boolean join(PendingBody body, long bytes) {
    if (!isClosed) {
      waiting.add(body);
      reservedBytes += bytes;
    }
    return !isClosed;
  }

  synchronized boolean isOpen() {
    return !isClosed;
  }

  /** Whether the answer to a request takes no bytes of its own. */
  synchronized boolean shares(ScrapeRequest request) {
    return !isClosed
        && (!request.gzip()
            || waiting.stream()
                .map(PendingBody::request)
                .anyMatch(other -> other.gzip() && other.names().equals(request.names())));
  }

  /** Bytes that the answers will probably take. */
  synchronized long reservedBytes() {
    return reservedBytes;
  }

  /** Lets no request join any more. */
  synchronized void close() {
    isClosed = true;
  }

  synchronized boolean areDue(long nanoTime) {
    for (PendingBody body : waiting) {
      if (body.isDue(nanoTime)) {
        return true;
      }
    }
    return false;
  }

  /** Removes and returns the requests whose time is over. */
  synchronized List<PendingBody> takeDue(long nanoTime) {
    List<PendingBody> due = new ArrayList<>();
    for (Iterator<PendingBody> all = waiting.iterator(); all.hasNext(); ) {
      PendingBody body = all.next();
      if (body.isDue(nanoTime)) {
        due.add(body);
        all.remove();
      }
    }
    return due;
  }

  /** Removes and returns all requests; no other can join. */
  synchronized List<PendingBody> takeAll() {
    isClosed = true;
    List<PendingBody> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  /** Fails the requests that are left; no other can join. Needs no memory. */
  void failAll(Throwable cause) {
    close();
    PendingBody next = takeLast();
    while (next != null) {
      next.fail(cause);
      next = takeLast();
    }
  }

  private synchronized @Nullable PendingBody takeLast() {
    return waiting.isEmpty() ? null : waiting.remove(waiting.size() - 1);
  }
}
