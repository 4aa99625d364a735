package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;

/** Counts the messages of one topic. Safe for any thread. */
public final class InputTopic {

  private final SharedCounter records;
  private final SharedCounter bytes;
  private final SharedCounter unreadable;
  private final SharedCounter empty;
  private final SharedCounter rejections;

  InputTopic(OperatorMetrics metrics, Labels stream, String topic, SharedCounter rejections) {
    this.rejections = rejections;
    Labels labels = stream.and("topic", topic);
    records = metrics.counter("input_records_total", labels);
    bytes = metrics.counter("input_bytes_total", labels);
    unreadable = metrics.counter("input_rejected_total", labels.and("reason", "unreadable"));
    empty = metrics.counter("input_rejected_total", labels.and("reason", "empty"));
  }

  /** A message came, of so many bytes. */
  public void read(int size) {
    records.inc();
    bytes.inc(size);
  }

  void unreadable() {
    rejections.inc();
    unreadable.inc();
  }

  void empty() {
    rejections.inc();
    empty.inc();
  }
}
