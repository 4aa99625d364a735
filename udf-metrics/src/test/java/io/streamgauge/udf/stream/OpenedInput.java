package io.streamgauge.udf.stream;

import io.streamgauge.udf.testing.RecordedMetrics;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** A stream {@code orders} whose schema is opened as a connector opens it. */
abstract class OpenedInput {

  final RecordedMetrics recorded = new RecordedMetrics();
  final SchemaContext context = new SchemaContext(recorded);
  final StreamInput orders = StreamInput.named("orders").topic("orders-v2").cluster("main");
  final List<Integer> collected = new ArrayList<>();
  final Collector<Integer> out = new ListCollector(collected);

  <T> DeserializationSchema<T> opened(StreamInput input, DeserializationSchema<T> schema)
      throws Exception {
    DeserializationSchema<T> wrapped = input.around(schema);
    wrapped.open(context);
    return wrapped;
  }

  DeserializationSchema<Integer> opened(StreamInput input) throws Exception {
    return opened(input, new Numbers());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  double rejected(String reason) {
    return recorded.sum("input_rejected_total", "stream", "orders", "reason", reason);
  }

  /** The two ways in which connectors call a schema. */
  enum Call {
    RETURNING {
      @Override
      <T> void read(DeserializationSchema<T> schema, byte @Nullable [] message, Collector<T> out)
          throws IOException {
        T record = schema.deserialize(message);
        if (record != null) {
          out.collect(record);
        }
      }
    },
    COLLECTING {
      @Override
      <T> void read(DeserializationSchema<T> schema, byte @Nullable [] message, Collector<T> out)
          throws IOException {
        schema.deserialize(message, out);
      }
    };

    abstract <T> void read(
        DeserializationSchema<T> schema, byte @Nullable [] message, Collector<T> out)
        throws IOException;
  }

  private static final class ListCollector implements Collector<Integer>, Serializable {

    private static final long serialVersionUID = 1;

    private final transient List<Integer> records;

    ListCollector(List<Integer> records) {
      this.records = records;
    }

    @Override
    public void collect(Integer record) {
      records.add(record);
    }

    @Override
    public void close() {}
  }

  static final class Throwing extends AbstractDeserializationSchema<Integer> {

    private static final long serialVersionUID = 1;

    private final Throwable thrown;

    Throwing(Throwable thrown) {
      super(Types.INT);
      this.thrown = thrown;
    }

    @Override
    public Integer deserialize(byte[] message) throws IOException {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (IOException) thrown;
    }
  }
}
