package io.streamgauge.reporter.internal.frame;

import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Labels;
import io.streamgauge.reporter.snapshot.SeriesTarget;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The series of one scrape and, beside each, its value, in plain arrays that are reused.
 *
 * <p>A frame is filled by one thread at a time: families in order of their names, in each family
 * its series, then for each series at most one value. Once filled it is only read, by any number of
 * threads that each hold a reference; the last {@link #release()} hands it back to its owner.
 *
 * <p>Values are 64 bits each. What they mean is told by the series' <em>shape</em>:
 *
 * <table>
 * <caption>Shapes</caption>
 * <tr><td>{@link #ABSENT}</td><td>no value: the series is not exposed</td></tr>
 * <tr><td>{@link #INTEGER}</td><td>one {@code long}</td></tr>
 * <tr><td>{@link #REAL}</td><td>one {@code double}</td></tr>
 * <tr><td>{@link #SUMMARY}</td><td>a double for each of {@link #quantiles()}, then the count, a
 *     {@code long}</td></tr>
 * <tr><td>{@link #HISTOGRAM}</td><td>the number <em>n</em> of finite bounds, <em>n</em> bounds
 *     (doubles, ascending), <em>n</em>+1 cumulative counts ({@code long}s, the last is the count of
 *     all), the sum (a double)</td></tr>
 * </table>
 */
public final class Frame implements SeriesTarget {

  /** No value: the series is not exposed. */
  public static final byte ABSENT = 0;

  /** One {@code long}. */
  public static final byte INTEGER = 1;

  /** One {@code double}. */
  public static final byte REAL = 2;

  /** Quantiles and a count. */
  public static final byte SUMMARY = 3;

  /** Bounds, cumulative counts and a sum. */
  public static final byte HISTOGRAM = 4;

  private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.98, 0.99, 0.999};

  private final Consumer<Frame> owner;
  private final AtomicInteger references = new AtomicInteger();

  private @Nullable FamilyHeader[] families = new FamilyHeader[64];
  private int[] familyEnds = new int[64];
  private int familyCount;

  private @Nullable Labels[] labels = new Labels[256];
  private byte[] shapes = new byte[256];
  private int[] valueStarts = new int[256];
  private int seriesCount;

  private long[] values = new long[512];
  private int valueCount;

  /**
   * An empty frame.
   *
   * @param owner gets the frame back when its last reference is released
   */
  public Frame(Consumer<Frame> owner) {
    this.owner = owner;
  }

  /** The quantiles of every summary, those of Flink's own Prometheus reporter. */
  public static double[] quantiles() {
    return QUANTILES.clone();
  }

  /** How many quantiles a summary has. */
  public static int quantileCount() {
    return QUANTILES.length;
  }

  // Filling.

  /** Empties the frame and takes the first reference to it. */
  public void begin() {
    clear();
    references.set(1);
  }

  /**
   * Becomes a copy of another frame, which nobody fills meanwhile, and takes the first reference.
   */
  public void beginAs(Frame other) {
    families = other.families.clone();
    familyEnds = other.familyEnds.clone();
    familyCount = other.familyCount;
    labels = other.labels.clone();
    shapes = other.shapes.clone();
    valueStarts = other.valueStarts.clone();
    seriesCount = other.seriesCount;
    values = other.values.clone();
    valueCount = other.valueCount;
    references.set(1);
  }

  private void clear() {
    Arrays.fill(families, 0, familyCount, null);
    Arrays.fill(labels, 0, seriesCount, null);
    familyCount = 0;
    seriesCount = 0;
    valueCount = 0;
  }

  @Override
  public void addFamily(FamilyHeader header) {
    if (familyCount == families.length) {
      families = Arrays.copyOf(families, 2 * familyCount);
      familyEnds = Arrays.copyOf(familyEnds, 2 * familyCount);
    }
    families[familyCount] = header;
    familyEnds[familyCount] = seriesCount;
    familyCount++;
  }

  @Override
  public int addSeries(Labels seriesLabels) {
    if (seriesCount == labels.length) {
      int capacity = seriesCount + (seriesCount >> 1);
      labels = Arrays.copyOf(labels, capacity);
      shapes = Arrays.copyOf(shapes, capacity);
      valueStarts = Arrays.copyOf(valueStarts, capacity);
    }
    labels[seriesCount] = seriesLabels;
    shapes[seriesCount] = ABSENT;
    familyEnds[familyCount - 1] = seriesCount + 1;
    return seriesCount++;
  }

  @Override
  public void setInteger(int series, long value) {
    int at = reserve(series, INTEGER, 1);
    values[at] = value;
  }

  @Override
  public void setReal(int series, double value) {
    int at = reserve(series, REAL, 1);
    values[at] = Double.doubleToRawLongBits(value);
  }

  /**
   * Sets the value of a series to a summary.
   *
   * @param quantileValues a value for each of {@link #quantiles()}
   * @param count the number of observations
   */
  public void setSummary(int series, double[] quantileValues, long count) {
    int at = reserve(series, SUMMARY, QUANTILES.length + 1);
    for (int i = 0; i < QUANTILES.length; i++) {
      values[at + i] = Double.doubleToRawLongBits(quantileValues[i]);
    }
    values[at + QUANTILES.length] = count;
  }

  @Override
  public void setHistogram(int series, Buckets buckets) {
    int bounds = buckets.boundCount();
    int at = reserve(series, HISTOGRAM, 2 * bounds + 3);
    values[at++] = bounds;
    for (int i = 0; i < bounds; i++) {
      values[at++] = Double.doubleToRawLongBits(buckets.bound(i));
    }
    long cumulative = 0;
    for (int i = 0; i <= bounds; i++) {
      cumulative = Buckets.saturatedSum(cumulative, buckets.count(i));
      values[at++] = cumulative;
    }
    values[at] = Double.doubleToRawLongBits(buckets.sum());
  }

  private int reserve(int series, byte shape, int length) {
    if (valueCount + length > values.length) {
      int needed = valueCount + length;
      values = Arrays.copyOf(values, Math.max(needed, valueCount + (valueCount >> 1)));
    }
    int at = valueCount;
    shapes[series] = shape;
    valueStarts[series] = at;
    valueCount += length;
    return at;
  }

  // Reading.

  /** Returns the number of families. */
  public int familyCount() {
    return familyCount;
  }

  /** Returns a family by its number. */
  public FamilyHeader family(int family) {
    FamilyHeader header = families[family];
    if (family >= familyCount || header == null) {
      throw new IndexOutOfBoundsException("family " + family + " of " + familyCount);
    }
    return header;
  }

  /** The family that a series belongs to. */
  public FamilyHeader familyOf(int series) {
    int low = 0;
    int high = familyCount - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (familyEnds[middle] <= series) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return family(low);
  }

  /** The number of a family's first series. */
  public int firstSeries(int family) {
    return family == 0 ? 0 : familyEnds[family - 1];
  }

  /** The number after that of a family's last series. */
  public int endSeries(int family) {
    return familyEnds[family];
  }

  /** Returns the number of series of all families. */
  public int seriesCount() {
    return seriesCount;
  }

  /** How many samples there are: one a line of the text format. */
  public int sampleCount() {
    int samples = 0;
    for (int series = 0; series < seriesCount; series++) {
      samples += samples(series);
    }
    return samples;
  }

  private int samples(int series) {
    switch (shapes[series]) {
      case ABSENT:
        return 0;
      case SUMMARY:
        return QUANTILES.length + 1;
      case HISTOGRAM:
        return (int) values[valueStarts[series]] + 3;
      default:
        return 1;
    }
  }

  /** Returns the labels of a series. */
  public Labels labels(int series) {
    Labels found = labels[series];
    if (series >= seriesCount || found == null) {
      throw new IndexOutOfBoundsException("series " + series + " of " + seriesCount);
    }
    return found;
  }

  /** Returns the shape of a series, which determines its values. */
  public byte shape(int series) {
    return shapes[series];
  }

  /** Where the values of a series that is not absent begin. */
  public int valueStart(int series) {
    return valueStarts[series];
  }

  /** Returns a value as a {@code long}. */
  public long integerAt(int index) {
    return values[index];
  }

  /** Returns a value as a {@code double}. */
  public double realAt(int index) {
    return Double.longBitsToDouble(values[index]);
  }

  /** Bytes of the arrays, used or not; a reference counts as four. */
  public long byteSize() {
    return (long) families.length * 2 * Integer.BYTES
        + (long) labels.length * (2 * Integer.BYTES + Byte.BYTES)
        + (long) values.length * Long.BYTES;
  }

  // References.

  /** Takes a further reference; the caller holds one already. */
  public Frame retain() {
    references.incrementAndGet();
    return this;
  }

  /** Gives a reference back; the last one hands the frame to its owner. */
  public void release() {
    if (references.decrementAndGet() == 0) {
      clear();
      owner.accept(this);
    }
  }
}
