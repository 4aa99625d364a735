package io.streamgauge.reporter.probe;

import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Adds series that have labels in common to a batch. */
public final class SeriesWriter {

  private final Batch.Builder batch;
  private final Function<String, FamilyHeader> families;
  private final Map<String, String> labels;

  /**
   * A writer of series with these labels.
   *
   * @param families returns the header of a family, as {@link ProbeContext#family} does
   */
  public SeriesWriter(
      Batch.Builder batch, Function<String, FamilyHeader> families, Map<String, String> labels) {
    this.batch = batch;
    this.families = families;
    this.labels = labels;
  }

  /** A writer of series with one label more. */
  public SeriesWriter with(String label, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(label, value);
    return new SeriesWriter(batch, families, more);
  }

  /**
   * Adds a counter or gauge.
   *
   * @param family without the catalogue's prefix, for example {@code streamgauge_}
   */
  public void add(String family, long value) {
    batch.add(families.apply(family), labels, value);
  }

  /** Adds a counter or gauge; NaN means unknown, so such a series is left out. */
  public void add(String family, double value) {
    batch.add(families.apply(family), labels, value);
  }

  /** Adds a histogram. */
  public void add(String family, Buckets value) {
    batch.add(families.apply(family), labels, value);
  }

  /** Adds a gauge that grows by itself; see {@link Batch.Builder#addSecondsSince}. */
  public void addSecondsSince(String family, Instant moment) {
    batch.addSecondsSince(families.apply(family), labels, moment);
  }
}
