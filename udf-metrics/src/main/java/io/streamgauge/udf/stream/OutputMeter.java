package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;

/** Counts what one subtask writes of a stream. For wrappers of schemas. */
public final class OutputMeter {

  private final StreamNames names;
  private final ByTopic<OutputTopic> topics;
  private final SharedCounter rejections;
  private final SharedCounter unwritable;
  private final SharedCounter empty;

  OutputMeter(StreamNames names, OperatorMetrics metrics, boolean hasOwnTopics) {
    this.names = names;
    Labels labels = names.label();
    rejections = metrics.counter("output_rejections_total", labels);
    unwritable = metrics.counter("output_rejected_total", labels.and("reason", "unwritable"));
    empty = metrics.counter("output_rejected_total", labels.and("reason", "empty"));
    boolean tellsEach = hasOwnTopics && names.topic().isEmpty();
    topics =
        new ByTopic<>(
            topic -> {
              if (tellsEach) {
                names.tell(metrics, "output_stream_info", topic, "");
              }
              return new OutputTopic(metrics, labels, topic);
            });
    if (!tellsEach) {
      names.tell(metrics, "output_stream_info", names.topic(), "");
      topics.of(names.topic());
    }
  }

  /** The topic that the job's author told, if any. */
  public OutputTopic topic() {
    return topics.of(names.topic());
  }

  /** The topic of a message. */
  public OutputTopic topic(String name) {
    return topics.of(name);
  }

  /** The schema threw. */
  public void unwritable() {
    rejections.inc();
    unwritable.inc();
  }

  /** The schema made nothing of a record. */
  public void empty() {
    rejections.inc();
    empty.inc();
  }
}
