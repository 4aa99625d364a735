package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;

/** Counts the messages for one topic. Safe for any thread. */
public final class OutputTopic {

  private final SharedCounter records;
  private final SharedCounter bytes;

  OutputTopic(OperatorMetrics metrics, Labels stream, String topic) {
    Labels labels = stream.and("topic", topic);
    records = metrics.counter("output_records_total", labels);
    bytes = metrics.counter("output_bytes_total", labels);
  }

  /** A message was made, of so many bytes. */
  public void written(int size) {
    records.inc();
    bytes.inc(size);
  }
}
