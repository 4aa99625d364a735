package io.streamgauge.reporter.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void labels_becomeTheMapThatTheyWereMadeOf() {
    Map<String, String> map =
        new TreeMap<>(
            Map.of("a", "quote \" backslash \\ end\\", "b", "line\nbreak, x=\"1\"", "c", "ü😀"));
    Labels labels = Labels.of(map);

    assertThat(labels.toMap()).isEqualTo(map);
    assertThat(labels.names()).containsExactly("a", "b", "c");
  }

  @Test
  void noLabels_areAnEmptyMap() {
    assertThat(Labels.NONE.toMap()).isEmpty();
    assertThat(Labels.NONE.names()).isEmpty();
  }
}
