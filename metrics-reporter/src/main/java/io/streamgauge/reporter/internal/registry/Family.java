package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.MetricNames;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The series of one name. Guarded by the index's lock. */
final class Family {

  final String name;
  final SeriesPriority priority;
  final boolean isOurs;
  final boolean isExposed;

  /** Whether the name is for the reporter and its probes only. */
  final boolean isReserved;

  private final int[] metricsOfKind = new int[SourceKind.values().length];
  private @Nullable Series[] series = new Series[1];
  private int size;

  /** Samples that a scrape would have without a budget. */
  private long samples;

  private @Nullable FamilyHeader header;
  private boolean isGauge;

  Family(String name, SourceKind firstKind, boolean isExposed, Catalogue catalogue) {
    this.name = name;
    this.priority = SeriesPriority.of(name, firstKind, catalogue);
    this.isOurs = MetricNames.isOurs(name);
    this.isExposed = isExposed;
    this.isReserved = MetricNames.isReserved(name);
  }

  /** Whether counters of this name are gauges. */
  boolean isGauge() {
    return isGauge;
  }

  void becomeGauge() {
    isGauge = true;
    header = null;
  }

  int size() {
    return size;
  }

  long samples() {
    return samples;
  }

  void countSamples(int change) {
    samples += change;
  }

  Series series(int slot) {
    Series found = series[slot];
    if (found == null) {
      throw new IndexOutOfBoundsException("slot " + slot + " of " + size);
    }
    return found;
  }

  /** Adds the first series of a chain. */
  void append(Series added) {
    if (size == series.length) {
      series = Arrays.copyOf(series, size + (size >> 1) + 1);
    }
    put(size, added);
    size++;
  }

  /** Lets another series of the chain stand for it. */
  void put(int slot, Series newest) {
    series[slot] = newest;
    newest.slot = slot;
  }

  /** Removes a chain; the last one takes its place. */
  void removeAt(int slot) {
    size--;
    Series last = series(size);
    series[size] = null;
    if (slot < size) {
      put(slot, last);
    }
    if (series.length > 16 && size < series.length >> 2) {
      series = Arrays.copyOf(series, series.length >> 1);
    }
  }

  void countIn(SourceKind kind) {
    if (metricsOfKind[kind.ordinal()]++ == 0) {
      header = null;
    }
  }

  void countOut(SourceKind kind) {
    if (--metricsOfKind[kind.ordinal()] == 0) {
      header = null;
    }
  }

  /** Forgets what was concluded from which other families there are. */
  void forgetHeader() {
    header = null;
  }

  /**
   * The header.
   *
   * @param names of all families: a summary or histogram one of whose derived names is also that of
   *     a family is untyped, for no parser could tell the two apart
   * @param counters the type of Flink's counters
   */
  FamilyHeader header(Catalogue catalogue, Set<String> names, Kind counters) {
    FamilyHeader known = header;
    if (known == null) {
      known = FamilyHeader.of(name, kind(names, counters), catalogue.help(name));
      header = known;
    }
    return known;
  }

  private Kind kind(Set<String> names, Kind counters) {
    Kind only = null;
    for (SourceKind kind : SourceKind.values()) {
      if (metricsOfKind[kind.ordinal()] > 0) {
        Kind exposed = kind == SourceKind.COUNTER ? counterKind(counters) : kind.kind();
        if (only != null && only != exposed) {
          return Kind.UNTYPED;
        }
        only = exposed;
      }
    }
    return only == null || isAmbiguous(only, names) ? Kind.UNTYPED : only;
  }

  /**
   * The type of counters of this name.
   *
   * @param counters the type of Flink's counters
   */
  Kind counterKind(Kind counters) {
    if (isGauge) {
      return Kind.GAUGE;
    }
    return isOurs ? Kind.COUNTER : counters;
  }

  private boolean isAmbiguous(Kind kind, Set<String> names) {
    if (kind != Kind.SUMMARY && kind != Kind.HISTOGRAM) {
      return false;
    }
    return names.contains(name + "_count")
        || names.contains(name + "_sum")
        || (kind == Kind.HISTOGRAM && names.contains(name + "_bucket"));
  }
}
