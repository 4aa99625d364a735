package io.streamgauge.udf.internal.meter;

import java.util.Arrays;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * What reporters without buckets show of a histogram, in seconds since the task began.
 *
 * <p>A quantile is the upper bound of the bucket that it lies in (the last finite one for what lies
 * above), and but for the mean, which is exact, every other number follows from that: an
 * observation counts as its bound.
 */
final class BucketStatistics extends HistogramStatistics {

  private final Bounds bounds;
  private final long[] counts;
  private final double sum;
  private final long size;

  BucketStatistics(Bounds bounds, long[] counts, double sum) {
    this.bounds = bounds;
    this.counts = counts;
    this.sum = sum;
    size = Arrays.stream(counts).sum();
  }

  @Override
  public double getQuantile(double quantile) {
    return size == 0 ? Double.NaN : bound(bucketOf(Math.max(1, quantile * size)));
  }

  /** The bucket of an observation; the first has the rank 1. */
  private int bucketOf(double rank) {
    long seen = counts[0];
    int bucket = 0;
    while (seen < rank && bucket < counts.length - 1) {
      seen += counts[++bucket];
    }
    return bucket;
  }

  private double bound(int bucket) {
    return bounds.get(Math.min(bucket, bounds.count() - 1));
  }

  /** None: the single observations are not kept. */
  @Override
  public long[] getValues() {
    return new long[0];
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, size);
  }

  @Override
  public double getMean() {
    return size == 0 ? Double.NaN : sum / size;
  }

  @Override
  public double getStdDev() {
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      double distance = bound(i) - getMean();
      squares += counts[i] * distance * distance;
    }
    return size == 0 ? Double.NaN : Math.sqrt(squares / size);
  }

  /** The bound of the highest bucket that holds an observation, rounded up to whole seconds. */
  @Override
  public long getMax() {
    int bucket = counts.length - 1;
    while (bucket > 0 && counts[bucket] == 0) {
      bucket--;
    }
    return size == 0 ? 0 : (long) Math.ceil(bound(bucket));
  }

  /** The bound below the lowest bucket that holds an observation, in whole seconds. */
  @Override
  public long getMin() {
    int bucket = 0;
    while (bucket < counts.length - 1 && counts[bucket] == 0) {
      bucket++;
    }
    return bucket == 0 ? 0 : (long) Math.floor(bounds.get(bucket - 1));
  }
}
