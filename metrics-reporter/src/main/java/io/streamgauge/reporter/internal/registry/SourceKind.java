package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.function.ToIntFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/** What kind of metric a series is read from. */
public enum SourceKind {
  COUNTER(Kind.COUNTER, 1),
  GAUGE(Kind.GAUGE, 1),
  /** A Flink Meter, of which the rate is exposed. */
  METER(Kind.GAUGE, 1),
  /** A Flink Histogram, of which quantiles are exposed. */
  QUANTILES(Kind.SUMMARY, Frame.quantileCount() + 1),
  /** A Flink Histogram that also tells its buckets, see {@link BucketSource}. */
  BUCKETS(Kind.HISTOGRAM, 15);

  private final Kind kind;
  private final int samples;

  SourceKind(Kind kind, int samples) {
    this.kind = kind;
    this.samples = samples;
  }

  /** The kind of a metric, or null for one that is none of Flink's four. */
  static @Nullable SourceKind of(Metric metric) {
    if (metric instanceof Counter) {
      return COUNTER;
    }
    if (metric instanceof Histogram) {
      return metric instanceof ToIntFunction ? BUCKETS : QUANTILES;
    }
    if (metric instanceof Meter) {
      return METER;
    }
    return metric instanceof Gauge ? GAUGE : null;
  }

  /** The type of a family that holds only this kind. */
  Kind kind() {
    return kind;
  }

  /** How many samples a series of this kind has, for {@link Buckets} at the most that are usual. */
  int samples() {
    return samples;
  }

  /** Whether what the job counted with it outlives the task. */
  boolean isCumulative() {
    return this == COUNTER || this == BUCKETS;
  }
}
