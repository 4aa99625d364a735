package io.streamgauge.udf.stream;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;

/** Records when it is called. */
final class RecordedConsumer implements DeadLetterConsumer {

  private static final long serialVersionUID = 1;
  static final List<String> CALLS = new ArrayList<>();

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    CALLS.add("open");
  }

  @Override
  public void accept(DeadLetter letter) {
    CALLS.add("accept");
  }

  @Override
  public void close() {
    CALLS.add("close");
  }
}
