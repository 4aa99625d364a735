package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A registered metric as a series of its family. Guarded by the index's lock.
 *
 * <p>Series that are equal (one family, equal labels) form a chain from the newest to the oldest.
 */
final class Series {

  /** Objects and references of a series. */
  private static final int OVERHEAD = 256;

  private static final int BYTES_PER_BUCKET = 16;

  final Family family;
  final Labels labels;

  /** The metric's own name; empty once it was removed from its group. */
  String name;

  final SourceKind kind;

  /** Whether the metric's code is not Flink's own, so that reading it may do anything. */
  final boolean isForeign;

  final GroupEntry group;

  /** Whether the metric was removed from its group. */
  boolean isRemoved;

  /** The metric, or, once that has gone, the {@link Retained} value that it left. */
  Object source;

  @Nullable Series older;

  /** Where the newest of a chain stands in its family. */
  int slot;

  /** The last value of a counter; only for the thread that scrapes. */
  long lastCount;

  Series(Family family, GroupEntry group, String name, SourceKind kind, Object source) {
    this.family = family;
    this.labels = group.labels;
    this.group = group;
    this.name = name;
    this.kind = kind;
    this.source = source;
    this.isForeign = !isFlinks(source.getClass().getName());
  }

  /**
   * About how many bytes the series and its group have in memory if no other series shares them.
   */
  long bytes() {
    Buckets buckets = source instanceof Retained ? ((Retained) source).buckets() : null;
    long ofBuckets = buckets == null ? 0 : BYTES_PER_BUCKET * (buckets.boundCount() + 1L);
    return OVERHEAD
        + family.name.length()
        + labels.text().length
        + group.scope.length()
        + group.prefix.length()
        + ofBuckets;
  }

  private static boolean isFlinks(String className) {
    return className.startsWith("org.apache.flink.")
        && !className.startsWith("org.apache.flink.connector.");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Series
        && ((Series) other).family == family
        && ((Series) other).labels.equals(labels);
  }

  @Override
  public int hashCode() {
    return 31 * family.hashCode() + labels.hashCode();
  }
}
