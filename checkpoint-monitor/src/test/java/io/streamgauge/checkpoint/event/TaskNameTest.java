package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.runtime.executiongraph.Execution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskNameTest {

  @Test
  void theAttemptIsTakenFromTheNameOfTheTask() {
    assertThat(fields("Parse orders (2/4) - execution #3"))
        .containsEntry(Field.TASK, "Parse orders (2/4)")
        .containsEntry(Field.ATTEMPT, 3L);
  }

  @Test
  @Tag("flink")
  void theAttemptIsWrittenAsFlinkWritesIt() throws IOException {
    try (InputStream execution = Execution.class.getResourceAsStream("Execution.class")) {
      assertThat(new String(execution.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains(" - execution #");
    }
  }

  @ParameterizedTest
  @CsvSource({"Parse orders (2/4)", "a - execution #", "a - execution #x", "a - execution #1 b"})
  void anotherNameIsLeftAlone(String name) {
    assertThat(fields(name)).containsEntry(Field.TASK, name).doesNotContainKey(Field.ATTEMPT);
  }

  private static Map<Field, Object> fields(String task) {
    return LifeEvent.of(EventKind.FAILURE, Samples.NOON, "id", "n").task(task).build().fields();
  }
}
