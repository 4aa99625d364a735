package io.streamgauge.udf.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** Reads whole numbers, and nothing from an empty text; writes those that are not negative. */
public final class Numbers implements DeserializationSchema<Integer>, SerializationSchema<Integer> {

  private static final long serialVersionUID = 1;

  @Override
  public void open(DeserializationSchema.InitializationContext context) {}

  @Override
  public void open(SerializationSchema.InitializationContext context) {}

  @Override
  public @Nullable Integer deserialize(byte @Nullable [] message) throws IOException {
    if (message == null || message.length == 0) {
      return null;
    }
    return Integer.valueOf(new String(message, StandardCharsets.UTF_8));
  }

  /** Nothing of 0. */
  @Override
  public byte @Nullable [] serialize(Integer number) {
    if (number < 0) {
      throw new IllegalArgumentException("negative: " + number);
    }
    return number == 0 ? null : number.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isEndOfStream(Integer number) {
    return number == 99;
  }

  @Override
  public TypeInformation<Integer> getProducedType() {
    return Types.INT;
  }
}
