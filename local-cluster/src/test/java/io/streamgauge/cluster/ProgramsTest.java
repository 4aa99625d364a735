package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsTest {

  @Test
  void programInADirectoryOfThePath_isNotMissing() {
    assertThat(Programs.missing(List.of("sh", "no-such-program"), "/nowhere:/bin"))
        .containsExactly("no-such-program");
  }

  @Test
  void emptyPath_hasNoProgram() {
    assertThat(Programs.missing(List.of("sh"), "")).containsExactly("sh");
  }

  @Test
  void isInstalled_readsThePathOfThisProcess() {
    assertThat(Programs.isInstalled("sh")).isTrue();
    assertThat(Programs.isInstalled("no-such-program")).isFalse();
  }
}
