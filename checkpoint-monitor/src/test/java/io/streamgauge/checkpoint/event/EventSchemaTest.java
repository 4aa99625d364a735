package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flink")
class EventSchemaTest {

  private final EventSchema schema = new EventSchema();

  @ParameterizedTest
  @EnumSource
  void everyKindObeysTheSchema(EventKind kind) {
    assertThat(schema.faults(EventLine.of(Samples.of(kind)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "CHECKPOINT_COMPLETED", mode = EnumSource.Mode.EXCLUDE)
  void repeatedEventsObeyTheSchema(EventKind kind) {
    assertThat(schema.faults(EventLine.ofRepeated(Samples.of(kind), 999, Samples.NOON))).isEmpty();
  }

  @Test
  void theSchemaKnowsTheKindsOfTheCodeAndNoOthers() {
    String kinds =
        EventSchema.document("docs/events.schema.json")
            .replaceFirst("(?s).*?\"enum\": \\[\\s*", "")
            .replaceFirst("(?s)].*", "");

    assertThat(kinds.trim().split(",\\s*"))
        .containsExactlyElementsOf(
            Arrays.stream(EventKind.values()).map(kind -> '"' + kind.label() + '"').toList());
  }

  @ParameterizedTest
  @CsvSource({
    "CHECKPOINT_COMPLETED, checkpoint_id",
    "CHECKPOINT_COMPLETED, checkpoint_kind",
    "CHECKPOINT_COMPLETED, duration_ms",
    "CHECKPOINT_COMPLETED, size_bytes",
    "CHECKPOINT_FAILED, checkpoint_id",
    "CHECKPOINT_FAILED, reason",
    "JOB_RESCALED, parallelism_before",
    "JOB_RESCALED, parallelism_after",
    "FAILURE, exception",
    "FAILURE, origin",
    "JOB_CREATED, job_id",
    "JOB_CREATED, job_name",
    "JOB_CREATED, time",
    "JOB_CREATED, kind",
    "JOB_CREATED, schema"
  })
  void theSchemaMissesWhatTheKindMustHave(EventKind kind, String field) {
    String line = EventLine.of(Samples.of(kind)).replaceFirst(field, "x");

    assertThat(schema.faults(line))
        .anySatisfy(fault -> assertThat(fault).contains("required").contains(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"job_created\"",
        "{\"schema\":2,\"kind\":\"job_created\",\"time\":\"2026-03-01T12:00:00.000Z\","
            + "\"job_id\":\"5a2e86ab46a3ae1bd9dd6cc9f4d3b1c7\",\"job_name\":\"a\"}",
        "{\"schema\":1,\"kind\":\"job_exploded\",\"time\":\"2026-03-01T12:00:00.000Z\","
            + "\"job_id\":\"5a2e86ab46a3ae1bd9dd6cc9f4d3b1c7\",\"job_name\":\"a\"}",
        "{\"schema\":1,\"kind\":\"job_created\",\"time\":\"2026-03-01 12:00:00\","
            + "\"job_id\":\"5a2e86ab46a3ae1bd9dd6cc9f4d3b1c7\",\"job_name\":\"a\"}",
        "{\"schema\":1,\"kind\":\"job_created\",\"time\":\"2026-13-01T12:00:00.000Z\","
            + "\"job_id\":\"5a2e86ab46a3ae1bd9dd6cc9f4d3b1c7\",\"job_name\":\"a\"}",
        "{\"schema\":1,\"kind\":\"job_created\",\"time\":\"2026-03-01T12:00:00.000Z\","
            + "\"job_id\":\"5a2e86ab46a3ae1bd9dd6cc9f4d3b1c7\",\"job_name\":\"a\",\"message\":\"\"}",
        "{\"schema\":1,\"kind\":\"job_created\",\"time\":\"2026-03-01T12:00:00.000Z\","
            + "\"job_id\":\"5a2e86ab46a3ae1bd9dd6cc9f4d3b1c7\",\"job_name\":\"a\",\"repeated\":3}",
        "{\"schema\":1,\"kind\":\"job_created\",\"time\":\"2026-03-01T12:00:00.000Z\","
            + "\"job_id\":\"5a2e86ab46a3ae1bd9dd6cc9f4d3b1c7\",\"job_name\":\"a\",\"size_bytes\":3}"
      })
  void theSchemaRefusesWhatIsNoEvent(String line) {
    assertThat(schema.faults(line)).isNotEmpty();
  }
}
