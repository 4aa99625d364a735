package io.streamgauge.reporter.probe;

import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Labels;
import io.streamgauge.reporter.snapshot.SeriesTarget;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A family of a batch: its header, and series with their values. Immutable. */
public final class BatchFamily {

  private final FamilyHeader header;
  private final List<Series> series;

  BatchFamily(FamilyHeader header, List<Series> series) {
    this.header = header;
    this.series = List.copyOf(series);
  }

  /** Returns name, type and help of the family. */
  public FamilyHeader header() {
    return header;
  }

  /** How many series there are. */
  public int size() {
    return series.size();
  }

  /** How many bytes the labels of all series have. */
  public long labelBytes() {
    return series.stream().mapToLong(each -> each.labels.text().length).sum();
  }

  /** The labels of a series, 0 the first. */
  public Labels labels(int index) {
    return series.get(index).labels;
  }

  /**
   * Adds the family, all its series and their values.
   *
   * @param nowMillis the time of the scrape in milliseconds since the epoch, on which a value that
   *     is a span up to now depends
   */
  public void appendTo(SeriesTarget target, long nowMillis) {
    target.addFamily(header);
    for (Series each : series) {
      each.value.write(target, target.addSeries(each.labels), nowMillis);
    }
  }

  /** The series of both, without those of the other whose labels are here already. */
  public BatchFamily plus(BatchFamily other) {
    Set<Labels> known = series.stream().map(each -> each.labels).collect(Collectors.toSet());
    return new BatchFamily(
        header,
        Stream.concat(series.stream(), other.series.stream().filter(each -> known.add(each.labels)))
            .collect(Collectors.toList()));
  }

  BatchFamily relabeled(UnaryOperator<Labels> rule) {
    for (int i = 0; i < series.size(); i++) {
      Labels labels = rule.apply(series.get(i).labels);
      if (labels != series.get(i).labels) {
        return relabeledFrom(i, labels, rule);
      }
    }
    return this;
  }

  /**
   * Relabels the series from one on.
   *
   * @param first the first series whose labels change
   * @param labels the new labels of this series
   */
  private BatchFamily relabeledFrom(int first, Labels labels, UnaryOperator<Labels> rule) {
    Map<Labels, Series> relabeled = new LinkedHashMap<>();
    series.subList(0, first).forEach(each -> relabeled.put(each.labels, each));
    relabeled.putIfAbsent(labels, new Series(labels, series.get(first).value));
    for (Series each : series.subList(first + 1, series.size())) {
      Labels next = rule.apply(each.labels);
      relabeled.putIfAbsent(next, new Series(next, each.value));
    }
    return new BatchFamily(header, List.copyOf(relabeled.values()));
  }

  /** Labels and a value. */
  static final class Series {

    private final Labels labels;
    private final Value value;

    Series(Labels labels, Value value) {
      this.labels = labels;
      this.value = value;
    }
  }

  /** A value that can write itself. */
  interface Value {

    void write(SeriesTarget target, int series, long nowMillis);

    static Value of(long value) {
      return (target, series, nowMillis) -> target.setInteger(series, value);
    }

    static Value of(double value) {
      return (target, series, nowMillis) -> target.setReal(series, value);
    }

    static Value of(Buckets value) {
      return (target, series, nowMillis) -> target.setHistogram(series, value);
    }

    /** Seconds from a moment up to now; 0 when it lies ahead. */
    static Value secondsSince(long momentMillis) {
      return (target, series, nowMillis) ->
          target.setReal(series, Math.max(0, nowMillis - momentMillis) / 1000.0);
    }
  }

  /** Collects the series of one family. */
  static final class Builder {

    private final FamilyHeader header;
    private final Set<Labels> known = new HashSet<>();
    private final Stream.Builder<Series> series = Stream.builder();

    Builder(FamilyHeader header) {
      this.header = header;
    }

    FamilyHeader header() {
      return header;
    }

    void add(Labels labels, Value value) {
      if (!known.add(labels)) {
        throw new IllegalArgumentException(
            "A series is in a batch once, found twice: " + header.name() + labels);
      }
      series.add(new Series(labels, value));
    }

    BatchFamily build() {
      return new BatchFamily(header, series.build().collect(Collectors.toList()));
    }
  }
}
