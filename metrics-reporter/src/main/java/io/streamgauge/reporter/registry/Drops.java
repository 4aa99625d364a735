package io.streamgauge.reporter.registry;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts the samples that scrapes had to leave out, by reason. Thread-safe. */
public final class Drops {

  private final AtomicLongArray counts = new AtomicLongArray(DropReason.values().length);

  public void add(DropReason reason, long samples) {
    if (samples > 0) {
      counts.addAndGet(reason.ordinal(), samples);
    }
  }

  public long count(DropReason reason) {
    return counts.get(reason.ordinal());
  }
}
