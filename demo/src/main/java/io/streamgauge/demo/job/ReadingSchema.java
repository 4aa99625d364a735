package io.streamgauge.demo.job;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Readings as they lie in Kafka. */
final class ReadingSchema extends AbstractDeserializationSchema<Reading> {
  private static final long serialVersionUID = 1;

  ReadingSchema() {
    super(Reading.class);
  }

  @Override
  public Reading deserialize(byte[] message) {
    return Reading.parse(new String(message, StandardCharsets.UTF_8));
  }
}
