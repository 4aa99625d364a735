package io.streamgauge.checkpoint.event;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonGenerator;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.json.JsonWriteFeature;

/**
 * Events as JSON, by {@code docs/events.schema.json}.
 *
 * <pre>{@code
 * {"schema":1,"kind":"job_running","time":"2026-01-31T12:00:00.000Z","job_id":"a1..","job_name":"orders"}
 * }</pre>
 *
 * <p>A line is ASCII, with all else escaped: Flink's appenders write in the charset of the
 * platform.
 */
final class EventLine {

  /** Fields may come within a version; when one goes or changes its meaning there is another. */
  static final int SCHEMA = 1;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private EventLine() {}

  /** The line of a single event. */
  static String of(LifeEvent event) {
    return write(event, json -> {});
  }

  /**
   * The line of several equal events.
   *
   * @param last whose time and further fields the line has
   * @param firstTime when the first of them happened
   */
  static String ofRepeated(LifeEvent last, long count, Instant firstTime) {
    return write(
        last,
        json -> {
          json.writeNumberField("repeated", count);
          json.writeStringField("first_time", TIME.format(firstTime));
          json.writeStringField("last_time", TIME.format(last.time()));
        });
  }

  private static String write(LifeEvent event, Tail tail) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("schema", SCHEMA);
      json.writeStringField("kind", event.kind().label());
      json.writeStringField("time", TIME.format(event.time()));
      for (Map.Entry<Field, Object> field : event.fields().entrySet()) {
        writeField(json, field.getKey(), field.getValue());
      }
      tail.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    return line.toString();
  }

  private static void writeField(JsonGenerator json, Field field, Object value) throws IOException {
    if (value instanceof Long) {
      json.writeNumberField(field.label(), (Long) value);
    } else {
      json.writeStringField(field.label(), value.toString());
    }
  }

  /** What stands at the end of a line. */
  private interface Tail {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
