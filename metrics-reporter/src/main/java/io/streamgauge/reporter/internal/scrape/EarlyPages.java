package io.streamgauge.reporter.internal.scrape;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.reading.EarlyFrames;
import io.streamgauge.reporter.internal.scrape.FrameSource.ImpatientClients;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a frame for clients that cannot wait for its slow values: a new copy only when a slow
 * value has come since the last one, so many clients cost no more than a few.
 */
final class EarlyPages implements EarlyFrames, AutoCloseable {

  private final ImpatientClients clients;
  private final IntFunction<Frame> copy;
  private @Nullable Frame last;
  private int lastMissing;

  /**
   * Pages without a copy yet.
   *
   * @param copy makes one, given the number of values that are missing
   */
  EarlyPages(ImpatientClients clients, IntFunction<Frame> copy) {
    this.clients = clients;
    this.copy = copy;
  }

  @Override
  public boolean isDue(long nanoTime) {
    return clients.areDue(nanoTime);
  }

  /** If no copy can be made, only the clients that are due get none. */
  @Override
  public void take(int missing) {
    try {
      answer(missing);
    } catch (RuntimeException | Error e) {
      clients.fail(e);
    }
  }

  private void answer(int missing) {
    Frame page = last;
    if (page == null || missing != lastMissing) {
      close();
      page = copy.apply(missing);
      last = page;
      lastMissing = missing;
    }
    clients.answer(page);
  }

  @Override
  public void refuse() {
    clients.refuse();
  }

  @Override
  public void close() {
    Frame page = last;
    last = null;
    if (page != null) {
      page.release();
    }
  }
}
