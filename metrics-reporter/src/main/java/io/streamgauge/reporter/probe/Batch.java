package io.streamgauge.reporter.probe;

import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import io.streamgauge.reporter.snapshot.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Series that belong together: what a probe found at one time. Immutable.
 *
 * <pre>{@code
 * static final FamilyHeader LAG =
 *     FamilyHeader.of("streamgauge_kafka_group_lag_records", Kind.GAUGE, "Records not read yet.");
 *
 * context.publish(Batch.builder().add(LAG, Map.of("group", "orders"), 17).build());
 * }</pre>
 */
public final class Batch {

  /** More series than this are omitted. */
  public static final int MAX_SERIES = 100_000;

  /** More bytes of labels than this are omitted: names from data can be long. */
  public static final long MAX_LABEL_BYTES = 32L << 20;

  private final List<BatchFamily> families;
  private final int omitted;

  private Batch(List<BatchFamily> families, int omitted) {
    this.families = families;
    this.omitted = omitted;
  }

  /** Collects series with the given labels; see {@link ProbeContext#batch} for probes. */
  public static Builder builder() {
    return builder((label, value) -> value);
  }

  /**
   * Collects series.
   *
   * @param values returns the exposed value of a label, given the label's name and its value
   */
  public static Builder builder(BinaryOperator<String> values) {
    return new Builder(values);
  }

  /** The families in order of their names. */
  public List<BatchFamily> families() {
    return families;
  }

  /** How many series were omitted because the batch was full. */
  public int omitted() {
    return omitted;
  }

  /**
   * Returns the batch with other labels. Of series whose labels become equal, the first stays.
   *
   * @param rule returns the labels of a series in place of those that it has
   */
  public Batch relabeled(UnaryOperator<Labels> rule) {
    return new Batch(
        families.stream()
            .map(family -> family.relabeled(rule))
            .collect(Collectors.toUnmodifiableList()),
        omitted);
  }

  /**
   * Collects series. Each method throws {@link IllegalArgumentException} when the family's name,
   * the labels or the type of the value break a rule of {@code docs/metrics.md}, when the family is
   * there already with another type or help, or when the series is there already.
   *
   * <p>Labels need no order. A label with an empty value is the same as no label. A series that
   * exceeds {@link #MAX_SERIES} or {@link #MAX_LABEL_BYTES} is omitted and counted.
   */
  public static final class Builder {

    private final SortedMap<String, BatchFamily.Builder> families = new TreeMap<>();
    private final BinaryOperator<String> values;
    private int seriesCount;
    private long labelBytes;
    private int omitted;

    private Builder(BinaryOperator<String> values) {
      this.values = values;
    }

    /** Adds a counter or gauge with a whole number, exact up to the ends of {@code long}. */
    public Builder add(FamilyHeader header, Map<String, String> labels, long value) {
      NamingRules.checkNumber(header, (double) value);
      return add(header, labels, BatchFamily.Value.of(value));
    }

    /** Adds a counter or gauge. NaN means unknown, so such a series is left out. */
    public Builder add(FamilyHeader header, Map<String, String> labels, double value) {
      if (Double.isNaN(value)) {
        return this;
      }
      NamingRules.checkNumber(header, value);
      return add(header, labels, BatchFamily.Value.of(value));
    }

    /** Adds a histogram. */
    public Builder add(FamilyHeader header, Map<String, String> labels, Buckets value) {
      NamingRules.checkKind(header, Kind.HISTOGRAM);
      return add(header, labels, BatchFamily.Value.of(value));
    }

    /**
     * Adds a gauge that grows by itself: at each scrape, the seconds since a moment; 0 when the
     * moment lies ahead.
     */
    public Builder addSecondsSince(
        FamilyHeader header, Map<String, String> labels, Instant moment) {
      NamingRules.checkKind(header, Kind.GAUGE);
      return add(header, labels, BatchFamily.Value.secondsSince(moment.toEpochMilli()));
    }

    private Builder add(FamilyHeader header, Map<String, String> labels, BatchFamily.Value value) {
      Labels checked = checked(labels);
      int bytes = checked.text().length;
      if (seriesCount == MAX_SERIES || labelBytes + bytes > MAX_LABEL_BYTES) {
        omitted++;
        return this;
      }
      family(header).add(checked, value);
      seriesCount++;
      labelBytes += bytes;
      return this;
    }

    private BatchFamily.Builder family(FamilyHeader header) {
      BatchFamily.Builder family = families.get(header.name());
      if (family == null) {
        NamingRules.checkName(header);
        family = new BatchFamily.Builder(header);
        families.put(header.name(), family);
      } else {
        checkSame(family.header(), header);
      }
      return family;
    }

    private static void checkSame(FamilyHeader first, FamilyHeader second) {
      if (first.kind() != second.kind() || !first.help().equals(second.help())) {
        throw new IllegalArgumentException(
            "A family has one type and help, found another for " + first.name());
      }
    }

    private Labels checked(Map<String, String> labels) {
      SortedMap<String, String> sorted = new TreeMap<>(labels);
      sorted.keySet().forEach(NamingRules::checkLabel);
      sorted.replaceAll(values);
      return Labels.of(sorted);
    }

    /** Returns the batch of the series that were added. */
    public Batch build() {
      return new Batch(
          families.values().stream()
              .map(BatchFamily.Builder::build)
              .collect(Collectors.toUnmodifiableList()),
          omitted);
    }
  }
}
