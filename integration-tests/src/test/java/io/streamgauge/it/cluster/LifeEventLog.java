package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** The life events in a JobManager's log, each valid against the schema of the documentation. */
final class LifeEventLog {

  private static final String LOGGER = " io.streamgauge.events ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FlinkProcess jobManager;
  private final JsonSchema schema;

  LifeEventLog(FlinkProcess jobManager) {
    this.jobManager = jobManager;
    try {
      this.schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
              .getSchema(Files.readString(ProjectRoot.path().resolve("docs/events.schema.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events of a job, in the order of the lines. */
  List<JsonNode> of(String job) {
    return FlinkLogs.lines(jobManager).stream()
        .filter(line -> line.contains(LOGGER))
        .map(line -> valid(line.substring(line.indexOf("] - ") + 4)))
        .filter(event -> event.path("job_id").asText().equals(job))
        .toList();
  }

  /** The kinds of a job's events, in the order of the lines, without checkpoints. */
  List<String> kinds(String job) {
    return of(job).stream()
        .map(each -> each.path("kind").asText())
        .filter(kind -> !kind.startsWith("checkpoint"))
        .toList();
  }

  /** How many events of a kind there were, those that one line stands for together included. */
  long count(String job, String kind) {
    return of(job).stream()
        .filter(each -> each.path("kind").asText().equals(kind))
        .mapToLong(each -> each.path("repeated").asLong(1))
        .sum();
  }

  private JsonNode valid(String line) {
    assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
