package io.streamgauge.reporter.internal.hosting.publishing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.hosting.BatchSource;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.BatchFamily;
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
 * The batches that are published now, with their families merged. Merged when a batch comes, goes
 * or expires, not at each scrape. Thread-safe.
 */
public final class PublishedBatches implements BatchSource {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedBatches.class);

  /** Further parts of the same owner are refused. */
  private static final int MAX_PARTS = 256;

  private final LongSupplier ticker;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final TreeMap<String, TreeMap<String, Posted>> posted = new TreeMap<>();

  /** Families whose conflict was logged. */
  @GuardedBy("lock")
  private final Set<String> clashes = new HashSet<>();

  private volatile View view = new View(List.of(), Long.MAX_VALUE, /* expires= */ false);

  /**
   * Creates an empty set of batches.
   *
   * @param ticker nanoseconds that only go forward
   */
  public PublishedBatches(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /**
   * Publishes a batch in place of the last one of the same owner and part.
   *
   * @return whether there was room for it; if not, the last one is withdrawn
   */
  public boolean publish(String owner, String part, Batch batch, Duration validity) {
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
      merge();
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

  /** Withdraws a part of an owner; does nothing if it is not published. */
  public void withdraw(String owner, String part) {
    synchronized (lock) {
      TreeMap<String, Posted> parts = posted.get(owner);
      if (parts != null && parts.remove(part) != null) {
        merge();
      }
    }
  }

  /** Withdraws all parts of an owner. */
  public void withdraw(String owner) {
    synchronized (lock) {
      if (posted.remove(owner) != null) {
        merge();
      }
    }
  }

  @Override
  public List<BatchFamily> families() {
    View current = view;
    if (current.expires && ticker.getAsLong() - current.until >= 0) {
      synchronized (lock) {
        merge();
        current = view;
      }
    }
    return current.families;
  }

  @GuardedBy("lock")
  private void merge() {
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

  /** The merged families, and when the first of their batches expires. */
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
