package io.streamgauge.reporter.internal.registry;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Counts the samples that scrapes had to leave out, by reason. Thread-safe. */
public final class Drops {

  private static final int REASONS = DropReason.values().length;

  private final AtomicLongArray counts = new AtomicLongArray(REASONS);

  /** Of each reason the first family that is still to be told of. */
  private final AtomicReferenceArray<@Nullable String> news = new AtomicReferenceArray<>(REASONS);

  public void add(DropReason reason, long samples) {
    if (samples > 0) {
      counts.addAndGet(reason.ordinal(), samples);
    }
  }

  /** Counts samples of a family, which is told of if it is the first for this reason. */
  public void add(DropReason reason, long samples, String family) {
    if (samples > 0 && counts.getAndAdd(reason.ordinal(), samples) == 0) {
      news.set(reason.ordinal(), family);
    }
  }

  public long count(DropReason reason) {
    return counts.get(reason.ordinal());
  }

  /** Tells of each reason that has come up, once, with the family that it came up for. */
  public void tellNews(BiConsumer<DropReason, String> listener) {
    for (DropReason reason : DropReason.values()) {
      String family = news.getAndSet(reason.ordinal(), null);
      if (family != null) {
        listener.accept(reason, family);
      }
    }
  }
}
