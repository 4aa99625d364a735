package io.streamgauge.reporter.hosting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.BatchFamily;
import io.streamgauge.reporter.probe.BatchSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches that are shown. Joined when one comes, goes or becomes too old, not when somebody
 * looks.
 */
final class BatchBoard implements BatchSource {

  private static final Logger LOG = LoggerFactory.getLogger(BatchBoard.class);

  /** More parts of one probe than this are refused. */
  private static final int MAX_PARTS = 256;

  private final LongSupplier ticker;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final TreeMap<String, TreeMap<String, Posted>> posted = new TreeMap<>();

  /** Families that two publish in ways that do not fit; told once each. */
  @GuardedBy("lock")
  private final Set<String> clashes = new HashSet<>();

  private volatile View view = new View(List.of(), Long.MAX_VALUE, /* expires= */ false);

  BatchBoard(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /**
   * Shows a batch in place of the last one of the same owner and part.
   *
   * @return whether there was room for it; if not, the last one is withdrawn
   */
  boolean publish(String owner, String part, Batch batch, Duration validity) {
    long until = ticker.getAsLong() + nanos(validity);
    synchronized (lock) {
      TreeMap<String, Posted> parts = posted.computeIfAbsent(owner, name -> new TreeMap<>());
      parts.put(part, new Posted(batch.families(), until));
      boolean fits =
          parts.size() <= MAX_PARTS
              && sum(parts.values(), each -> each.series) <= Batch.MAX_SERIES
              && sum(parts.values(), each -> each.labelBytes) <= Batch.MAX_LABEL_BYTES;
      if (!fits) {
        parts.remove(part);
      }
      join();
      return fits;
    }
  }

  private static long nanos(Duration validity) {
    return Math.min(validity.toSeconds(), Duration.ofDays(36_500).toSeconds()) * 1_000_000_000L
        + validity.toNanosPart();
  }

  private static long sum(Collection<Posted> parts, ToLongFunction<Posted> size) {
    return parts.stream().mapToLong(size).sum();
  }

  void withdraw(String owner, String part) {
    synchronized (lock) {
      TreeMap<String, Posted> parts = posted.get(owner);
      if (parts != null && parts.remove(part) != null) {
        join();
      }
    }
  }

  /** Withdraws all that an owner has published. */
  void withdraw(String owner) {
    synchronized (lock) {
      if (posted.remove(owner) != null) {
        join();
      }
    }
  }

  @Override
  public List<BatchFamily> families() {
    View current = view;
    if (current.expires && ticker.getAsLong() - current.until >= 0) {
      synchronized (lock) {
        join();
        current = view;
      }
    }
    return current.families;
  }

  @GuardedBy("lock")
  private void join() {
    long now = ticker.getAsLong();
    long until = Long.MAX_VALUE;
    boolean expires = false;
    TreeMap<String, BatchFamily> families = new TreeMap<>();
    for (TreeMap<String, Posted> parts : posted.values()) {
      parts.values().removeIf(part -> now - part.until >= 0);
      for (Posted part : parts.values()) {
        part.families.forEach(family -> add(family, families));
        until = expires && until - part.until < 0 ? until : part.until;
        expires = true;
      }
    }
    view = new View(List.copyOf(families.values()), until, expires);
  }

  @GuardedBy("lock")
  private void add(BatchFamily family, Map<String, BatchFamily> families) {
    String name = family.header().name();
    BatchFamily there = families.get(name);
    if (there == null) {
      families.put(name, family);
    } else if (there.header().kind() == family.header().kind()) {
      BatchFamily both = there.plus(family);
      families.put(name, both);
      warnUnless(both.size() == there.size() + family.size(), name);
    } else {
      warnUnless(/* fits= */ false, name);
    }
  }

  @GuardedBy("lock")
  private void warnUnless(boolean fits, String name) {
    if (!fits && clashes.add(name)) {
      LOG.warn("Duplicate series or conflicting types for {}; dropping one", name);
    }
  }

  /** A batch and the end of its validity. */
  private static final class Posted {

    private final List<BatchFamily> families;
    private final long until;
    private final long series;
    private final long labelBytes;

    Posted(List<BatchFamily> families, long until) {
      this.families = families;
      this.until = until;
      this.series = families.stream().mapToLong(BatchFamily::size).sum();
      this.labelBytes = families.stream().mapToLong(BatchFamily::labelBytes).sum();
    }
  }

  /** What is shown, and when it is to be joined anew. */
  private static final class View {

    private final List<BatchFamily> families;
    private final long until;
    private final boolean expires;

    View(List<BatchFamily> families, long until, boolean expires) {
      this.families = families;
      this.until = until;
      this.expires = expires;
    }
  }
}
