package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.cluster.Exposition.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
  @Test
  void typesAndSamplesAreRead() {
    Exposition exposition =
        Exposition.parse(
            """
            # HELP in_total What came in.
            # TYPE in_total counter
            in_total{host="a",task="Source: x"} 9007199254740993
            in_total{host="b",task="Source: x"} 7

            # TYPE up gauge
            up 1
            """);

    assertThat(exposition.types()).isEqualTo(Map.of("in_total", "counter", "up", "gauge"));
    assertThat(exposition.type("down")).isEmpty();
    assertThat(exposition.samples())
        .containsExactly(
            new Sample("in_total", Map.of("host", "a", "task", "Source: x"), "9007199254740993"),
            new Sample("in_total", Map.of("host", "b", "task", "Source: x"), "7"),
            new Sample("up", Map.of(), "1"));
    assertThat(exposition.samples("up")).hasSize(1);
  }

  @Test
  void labelValuesAreUnescaped() {
    Exposition exposition = Exposition.parse("x{a=\"q\\\"b\\\\n\\n,}\",b=\"\"} 1\n");

    assertThat(exposition.samples("x").get(0).labels())
        .isEqualTo(Map.of("a", "q\"b\\n\n,}", "b", ""));
  }

  @Test
  void aMissingLabelIsEmpty() {
    Sample sample = new Sample("x", Map.of(), "1");

    assertThat(sample.label("a")).isEmpty();
  }

  @Test
  void specialNumbersAreRead() {
    Exposition exposition = Exposition.parse("a +Inf\nb -Inf\nc NaN\nd 1.5e-3\n");

    assertThat(exposition.samples())
        .extracting(Sample::number)
        .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0.0015);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x 1",
        "x\n",
        "x one\n",
        "1x 1\n",
        "x{a=b} 1\n",
        "x{a=\"\\t\"} 1\n",
        "x{a=\"1\" b=\"2\"} 1\n",
        "x{a=\"1\",a=\"2\"} 1\n",
        "x{a=\"1\",b=\"2\"} 1\nx{b=\"2\",a=\"1\"} 2\n",
        "# TYPE x gauge\n# TYPE x gauge\n",
        "# TYPE x meter\n"
      })
  void whatPrometheusWouldRefuseIsRefused(String text) {
    assertThatThrownBy(() -> Exposition.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
