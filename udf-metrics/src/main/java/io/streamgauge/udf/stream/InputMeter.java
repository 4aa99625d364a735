package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Counts what one subtask reads of a stream, and decides on what cannot be read. For wrappers of
 * schemas.
 */
public final class InputMeter {

  private final StreamInput input;
  private final ByTopic<InputTopic> topics;

  InputMeter(StreamInput input, OperatorMetrics metrics, String foundSchema, boolean hasOwnTopics) {
    this.input = input;
    StreamNames names = input.names();
    SharedCounter rejections = metrics.counter("input_rejections_total", names.label());
    topics =
        new ByTopic<>(
            topic -> {
              names.tell(metrics, "input_stream_info", topic, foundSchema);
              return new InputTopic(metrics, names.label(), topic, rejections);
            });
    if (!hasOwnTopics || !names.topic().isEmpty()) {
      topics.of(names.topic());
    }
  }

  /** The topic that the job's author told, if any. */
  public InputTopic topic() {
    return topics.of(input.names().topic());
  }

  /** The topic of a message. */
  public InputTopic topic(String name) {
    return topics.of(name);
  }

  /** A message was read without a fault, and no record came of it. */
  public void empty(InputTopic topic) {
    if (!input.mayBeNothing()) {
      topic.empty();
    }
  }

  /**
   * Counts a message that could not be read, and does with it what the job's author wants.
   *
   * @param failure what the schema threw, and nobody behind it
   * @return whether the job goes on; else the failure is to be thrown as it is
   * @throws IOException if the message could not be handed over
   */
  public boolean goesOnAfter(Exception failure, InputTopic topic, Supplier<DeadLetter> letter)
      throws IOException {
    if (input.foreignFaults().include(failure)) {
      return false;
    }
    topic.unreadable();
    return input.unreadable().handle(letter);
  }
}
