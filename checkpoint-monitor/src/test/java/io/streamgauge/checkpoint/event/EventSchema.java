package io.streamgauge.checkpoint.event;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** docs/events.schema.json, read by a validator that is not ours. */
final class EventSchema {

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(document("docs/events.schema.json"));

  /** What is wrong with a line; empty if it obeys. */
  List<String> faults(String line) {
    return schema
        .validate(
            line,
            InputFormat.JSON,
            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
        .stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .toList();
  }

  static String document(String path) {
    try {
      return Files.readString(Path.of(System.getProperty("streamgauge.root"), path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
