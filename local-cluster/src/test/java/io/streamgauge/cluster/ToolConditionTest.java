package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class ToolConditionTest {

  private static final List<String> TOOLS = List.of("sh", "no-such-program");

  @Test
  void aMissingProgramSkipsTheTest() {
    ConditionEvaluationResult result = ToolCondition.evaluate(TOOLS, Map.of("PATH", "/bin"));

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).hasValue("skipped, not on the path: no-such-program");
  }

  @Test
  void inCiAMissingProgramFailsTheTest() {
    assertThatThrownBy(() -> ToolCondition.evaluate(TOOLS, Map.of("PATH", "/bin", "CI", "true")))
        .hasMessage("skipped, not on the path: no-such-program; in CI nothing may be skipped");
  }

  @Test
  void withAllProgramsTheTestRuns() {
    assertThat(ToolCondition.evaluate(List.of("sh"), Map.of("PATH", "/bin")).isDisabled())
        .isFalse();
  }
}
