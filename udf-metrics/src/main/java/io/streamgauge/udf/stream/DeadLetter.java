package io.streamgauge.udf.stream;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A message that could not be read, as it came. Where a plain schema is wrapped only its value is
 * known. Its arrays are those of the message, and not to be changed.
 */
public final class DeadLetter {

  private final String stream;
  private final String topic;
  private final OptionalInt partition;
  private final OptionalLong offset;
  private final OptionalLong timestamp;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Map.Entry<String, byte @Nullable []>> headers;
  private final Exception failure;

  private DeadLetter(
      String stream,
      String topic,
      OptionalInt partition,
      OptionalLong offset,
      OptionalLong timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Map.Entry<String, byte @Nullable []>> headers,
      Exception failure) {
    this.stream = stream;
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.failure = failure;
  }

  static DeadLetter ofValue(
      String stream, String topic, byte @Nullable [] value, Exception failure) {
    return new DeadLetter(
        stream,
        topic,
        OptionalInt.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        null,
        value,
        Collections.emptyList(),
        failure);
  }

  /**
   * A letter with all that Kafka tells; for the wrapper of its schemas.
   *
   * @param timestamp milliseconds since 1970; negative if there is none
   */
  public static DeadLetter ofRecord(
      StreamInput input,
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Map.Entry<String, byte @Nullable []>> headers,
      Exception failure) {
    return new DeadLetter(
        input.names().stream(),
        topic,
        OptionalInt.of(partition),
        OptionalLong.of(offset),
        timestamp < 0 ? OptionalLong.empty() : OptionalLong.of(timestamp),
        key,
        value,
        Collections.unmodifiableList(headers),
        failure);
  }

  /** The name that the job's author gave the stream. */
  public String stream() {
    return stream;
  }

  /** The topic; empty if it is not known. */
  public String topic() {
    return topic;
  }

  /** Returns the partition of the topic; empty where a plain schema is wrapped. */
  public OptionalInt partition() {
    return partition;
  }

  /** Returns the offset in the partition; empty where a plain schema is wrapped. */
  public OptionalLong offset() {
    return offset;
  }

  /** The message's own time, in milliseconds since 1970. */
  public OptionalLong timestamp() {
    return timestamp;
  }

  /** Null if there is none, or if it is not known. */
  public byte @Nullable [] key() {
    return key;
  }

  /** Returns the value of the message; null for a tombstone. */
  public byte @Nullable [] value() {
    return value;
  }

  /** Name and value of each header, in their order. */
  public List<Map.Entry<String, byte @Nullable []>> headers() {
    return headers;
  }

  /** What the schema threw. */
  public Exception failure() {
    return failure;
  }

  /** Where it is; nothing of what is in it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("stream '").append(stream).append('\'');
    if (!topic.isEmpty()) {
      text.append(", topic '").append(topic).append('\'');
    }
    partition.ifPresent(number -> text.append(", partition ").append(number));
    offset.ifPresent(number -> text.append(", offset ").append(number));
    return text.toString();
  }
}
