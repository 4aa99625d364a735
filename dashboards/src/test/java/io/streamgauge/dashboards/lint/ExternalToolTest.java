package io.streamgauge.dashboards.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ExternalToolTest {

  @Test
  void aMissingToolSkipsATestAndSaysSo() {
    assertThatThrownBy(() -> ExternalTool.require("promtool", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("promtool is not on the PATH");
  }

  @Test
  void aMissingToolFailsATestInCi() {
    assertThatThrownBy(() -> ExternalTool.require("promtool", true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("promtool is not on the PATH");
  }

  @Test
  void aToolIsSoughtInEachDirectoryOfThePath() {
    assertThat(ExternalTool.locate("no-such-tool", "/nowhere:/tmp")).isEmpty();
    assertThat(ExternalTool.locate("anything", null)).isEmpty();
  }
}
