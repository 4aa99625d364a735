package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.checkpoint.failure.Origin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flink")
class EventLineTest {

  @Test
  void anEventIsOneObjectInAFixedOrder() {
    LifeEvent event =
        LifeEvent.of(EventKind.FAILURE, Instant.parse("2026-03-01T12:00:00.0049Z"), "id", "name")
            .attempt(7)
            .host("tm-1")
            .task("Map (1/2)")
            .exception("a.Broken", Origin.CONNECTOR)
            .build();

    assertThat(EventLine.of(event))
        .isEqualTo(
            "{\"schema\":1,\"kind\":\"failure\",\"time\":\"2026-03-01T12:00:00.004Z\","
                + "\"job_id\":\"id\",\"job_name\":\"name\",\"exception\":\"a.Broken\","
                + "\"origin\":\"connector\",\"task\":\"Map (1/2)\",\"host\":\"tm-1\","
                + "\"attempt\":7}");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    LifeEvent event =
        LifeEvent.of(EventKind.CHECKPOINT_FAILED, Samples.NOON, "id", "")
            .checkpoint(-1, "")
            .duration(Duration.ofMillis(-1))
            .sizeBytes(-1)
            .reason("")
            .task("")
            .host("")
            .attempt(-1)
            .build();

    assertThat(EventLine.of(event))
        .isEqualTo(
            "{\"schema\":1,\"kind\":\"checkpoint_failed\",\"time\":\"2026-03-01T12:00:00.000Z\","
                + "\"job_id\":\"id\",\"job_name\":\"\"}");
  }

  @Test
  void longTexts_areCutBetweenCharacters() {
    String name = "a" + "\ud83d\udce6".repeat(20_000);
    LifeEvent event =
        LifeEvent.of(EventKind.FAILURE, Samples.NOON, "id", name).task("t".repeat(30_000)).build();

    assertThat(event.fields())
        .containsEntry(Field.JOB_NAME, name.substring(0, 999))
        .containsEntry(Field.TASK, "t".repeat(1_000));
  }

  @Test
  void repeatedEventsAreTheLastOneWithTheirNumber() {
    assertThat(EventLine.ofRepeated(Samples.of(EventKind.JOB_CREATED), 9, Instant.EPOCH))
        .endsWith(
            ",\"repeated\":9,\"first_time\":\"1970-01-01T00:00:00.000Z\","
                + "\"last_time\":\"2026-03-01T12:00:00.000Z\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines",
        "\r\n{\"kind\":\"forged\"}",
        "\"quoted\" and \\back\\slashed",
        "\u0000\u0001\u001b[31mred\u007f",
        "next\u0085line\u2028and\u2029others",
        "Aufträge 注文 📦",
        "half a pair \ud83d.",
        "{} %s ${env:HOME} ${jndi:ldap://x} $${date:yyyy}",
        "</script><script>"
      })
  void aHostileNameIsOneLineOfAsciiAndStaysWhatItIs(String name) throws IOException {
    String line =
        EventLine.of(LifeEvent.of(EventKind.JOB_RUNNING, Samples.NOON, Samples.JOB, name).build());

    JsonNode json = new ObjectMapper().readTree(line);

    assertThat(json.get("job_name").textValue()).isEqualTo(name);
    assertThat(json).hasSize(5);
    assertThat(line).matches("[ -\\x7f]+");
    assertThat(new EventSchema().faults(line)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7:43113, 10.0.0.7",
    "tm-1.flink.svc:43113, tm-1.flink.svc",
    "tm-1, tm-1",
    "[fe80::1]:43113, [fe80::1]",
    "fe80::1, fe80::1"
  })
  void aHostIsWithoutItsPort(String host, String expected) {
    LifeEvent event =
        LifeEvent.of(EventKind.FAILURE, Samples.NOON, "id", "name").host(host).build();

    assertThat(event.fields().get(Field.HOST)).isEqualTo(expected);
  }
}
