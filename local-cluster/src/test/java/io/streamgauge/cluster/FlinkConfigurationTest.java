package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlinkConfigurationTest {
  @Test
  void numbersAndWordsAreWrittenAsPeopleWriteThem() {
    FlinkConfiguration configuration =
        new FlinkConfiguration().put("a.port", 9249).put("a.ports", "9249-9299").put("b", "true");

    assertThat(configuration.text()).isEqualTo("a.port: 9249\na.ports: 9249-9299\nb: true\n");
  }

  @Test
  void whatYamlWouldMisreadIsQuoted() {
    FlinkConfiguration configuration = new FlinkConfiguration().put("a", "say \"x: y\" # \\");

    assertThat(configuration.text()).isEqualTo("a: \"say \\\"x: y\\\" # \\\\\"\n");
  }

  @Test
  void aLaterValueWins() {
    FlinkConfiguration configuration =
        new FlinkConfiguration().put("a", 1).putAll(Map.of("a", "2"));

    assertThat(configuration.text()).isEqualTo("a: 2\n");
  }
}
