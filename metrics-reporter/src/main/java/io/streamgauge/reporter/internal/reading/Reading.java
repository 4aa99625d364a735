package io.streamgauge.reporter.internal.reading;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.registry.BucketSource;
import io.streamgauge.reporter.internal.registry.DropReason;
import io.streamgauge.reporter.internal.registry.Retained;
import io.streamgauge.reporter.internal.registry.SourceKind;
import io.streamgauge.reporter.snapshot.Buckets;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/** What reading one series gave. Reused for the next one; of one thread. */
final class Reading {

  private static final double[] QUANTILES = Frame.quantiles();

  private final boolean inventsZeros;
  private final double[] quantiles = new double[QUANTILES.length];

  private byte shape;
  private long integer;
  private double real;
  private @Nullable Buckets buckets;
  private @Nullable DropReason missing;
  private @Nullable Throwable failure;

  /**
   * A reading of nothing.
   *
   * @param inventsZeros whether a gauge that is null or no number reads as 0, as Flink's own
   *     reporter has it
   */
  Reading(boolean inventsZeros) {
    this.inventsZeros = inventsZeros;
  }

  /** Reads a source of {@link io.streamgauge.reporter.internal.registry.Capture}; never throws. */
  @SuppressWarnings("CatchingUnchecked") // an Error of a gauge is the gauge's, too
  void read(Object source, SourceKind kind) {
    clear();
    try {
      if (source instanceof Object[]) {
        readSum((Object[]) source, kind);
      } else {
        readOne(source, kind);
      }
    } catch (Throwable e) {
      clear();
      missing = DropReason.THREW;
      failure = e;
    }
  }

  private void clear() {
    shape = Frame.ABSENT;
    buckets = null;
    missing = null;
    failure = null;
  }

  private void readOne(Object source, SourceKind kind) {
    if (source instanceof Retained) {
      setRetained((Retained) source);
      return;
    }
    switch (kind) {
      case COUNTER:
        setInteger(((Counter) source).getCount());
        break;
      case METER:
        setReal(((Meter) source).getRate());
        break;
      case QUANTILES:
        readQuantiles((Histogram) source);
        break;
      case BUCKETS:
        setBuckets(BucketSource.read((Metric) source));
        break;
      case GAUGE:
        setValue(((Gauge<?>) source).getValue());
        break;
    }
  }

  private void readSum(Object[] sources, SourceKind kind) {
    Retained sum = null;
    for (Object source : sources) {
      readOne(source, kind);
      Retained one = retained();
      if (one == null) {
        return;
      }
      sum = sum == null ? one : sum.plus(one);
    }
    if (sum != null) {
      setRetained(sum);
    }
  }

  private void readQuantiles(Histogram histogram) {
    HistogramStatistics statistics = histogram.getStatistics();
    for (int i = 0; i < QUANTILES.length; i++) {
      quantiles[i] = statistics.getQuantile(QUANTILES[i]);
    }
    integer = histogram.getCount();
    shape = Frame.SUMMARY;
  }

  private void setValue(@Nullable Object value) {
    if (value instanceof Boolean) {
      setInteger(((Boolean) value) ? 1 : 0);
    } else if (value instanceof Number) {
      setNumber((Number) value);
    } else if (inventsZeros) {
      setInteger(0);
    } else {
      missing = value == null ? DropReason.NULL : DropReason.NOT_A_NUMBER;
    }
  }

  private void setNumber(Number number) {
    boolean isInteger =
        number instanceof Long
            || number instanceof Integer
            || number instanceof Short
            || number instanceof Byte
            || number instanceof AtomicLong
            || number instanceof AtomicInteger
            || number instanceof LongAdder
            || (number instanceof BigInteger && ((BigInteger) number).bitLength() < Long.SIZE);
    if (isInteger) {
      setInteger(number.longValue());
    } else {
      setReal(number.doubleValue());
    }
  }

  private void setRetained(Retained retained) {
    Buckets state = retained.buckets();
    if (state == null) {
      setInteger(retained.count());
    } else {
      setBuckets(state);
    }
  }

  private void setInteger(long value) {
    integer = value;
    shape = Frame.INTEGER;
  }

  private void setReal(double value) {
    real = value;
    shape = Frame.REAL;
  }

  private void setBuckets(@Nullable Buckets state) {
    if (state == null) {
      missing = DropReason.UNSUPPORTED;
    } else {
      buckets = state;
      shape = Frame.HISTOGRAM;
    }
  }

  /** The value as it is kept when its metric has gone, or null when there is none. */
  @Nullable Retained retained() {
    if (buckets != null) {
      return Retained.buckets(buckets);
    }
    return shape == Frame.INTEGER ? Retained.count(integer) : null;
  }

  /** Why there is no value, or null when there is one. */
  @Nullable DropReason missing() {
    return missing;
  }

  /** What the source threw, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Gives the value, if there is one, to a series of a frame. */
  void writeTo(Frame frame, int series) {
    switch (shape) {
      case Frame.INTEGER:
        frame.setInteger(series, integer);
        break;
      case Frame.REAL:
        frame.setReal(series, real);
        break;
      case Frame.SUMMARY:
        frame.setSummary(series, quantiles, integer);
        break;
      case Frame.HISTOGRAM:
        if (buckets != null) {
          frame.setHistogram(series, buckets);
        }
        break;
      default:
        break;
    }
  }
}
