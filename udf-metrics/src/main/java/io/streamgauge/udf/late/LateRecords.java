package io.streamgauge.udf.late;

import io.streamgauge.udf.internal.meter.Bounds;
import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;
import io.streamgauge.udf.internal.meter.SharedHistogram;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts the late records of one subtask at one stage of a job.
 *
 * <p>A record is late if its timestamp is not after the watermark of the operator that looks at it,
 * as Flink's windows and CEP have it, whether it is dropped or not. An interval join drops only
 * what is before the watermark.
 *
 * <p>Safe for any thread.
 */
public final class LateRecords {

  /** Below any watermark: there is none yet. */
  private static final long NO_WATERMARK = Long.MIN_VALUE;

  /** A hundred years: a record further behind has a timestamp that is none. */
  private static final long MOST_MILLIS = TimeUnit.DAYS.toMillis(36_525);

  private final SharedCounter records;
  private final SharedCounter late;
  private final SharedCounter dropped;
  private final SharedHistogram lateness;

  LateRecords(String stage, OperatorMetrics metrics) {
    Labels labels = Labels.of("stage", stage);
    records = metrics.counter("event_time_records_total", labels);
    late = metrics.counter("late_records_total", labels);
    dropped = DroppedRecords.counter(stage, metrics);
    lateness =
        metrics.histogram(
            "record_lateness_seconds", labels, Bounds.OF_LATENESS, TimeUnit.SECONDS.toMillis(1));
  }

  /** A stage of a job, to be measured in a stream or in a function. */
  public static LateRecordStage at(String stage) {
    return new LateRecordStage(stage);
  }

  /**
   * Counts a record, and says whether it is late.
   *
   * @param timestamp of the record, in milliseconds since 1970; one without is not counted
   * @param watermark of the operator, in milliseconds since 1970
   */
  public boolean see(@Nullable Long timestamp, long watermark) {
    if (timestamp == null) {
      return false;
    }
    records.inc();
    if (watermark == NO_WATERMARK || timestamp > watermark) {
      return false;
    }
    late.inc();
    lateness.update(watermark - Math.max(timestamp, watermark - MOST_MILLIS));
    return true;
  }

  /** Counts a record that is discarded because it is late; it is not counted as seen by this. */
  public void dropped() {
    dropped.inc();
  }
}
