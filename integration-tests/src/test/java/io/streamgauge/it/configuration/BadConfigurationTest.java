package io.streamgauge.it.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Exposition.Sample;
import io.streamgauge.it.tools.LogRecorder;
import io.streamgauge.it.tools.ReportingRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong value has its one clear line, and Flink starts all the same. */
class BadConfigurationTest {

  private static final String PREFIX = "metrics.reporter.streamgauge.";
  private static final String PORT =
      "port: it must be a port from 0 to 65535, a range like 9249-9299 or a list of these, found ";
  private static final String NUMBER = ": it must be a whole number from 0 to 999999999, found ";
  private static final String DURATION =
      ": it must be a duration up to 24 h, like 500 ms, 10 s, 5 min or 1 h, found ";

  static Stream<Arguments> setAside() {
    return Stream.of(
        bad("compatibility", "stok", "compatibility: it must be none or stock, found 'stok'"),
        bad(
            "filterLabelValueCharacters",
            "yes",
            "filterLabelValueCharacters: it must be true or false, found 'yes'"),
        bad("series.limit", "many", "series.limit" + NUMBER + "'many'"),
        bad("series.limit", "-1", "series.limit" + NUMBER + "'-1'"),
        bad("series.limit-per-family", "1e6", "series.limit-per-family" + NUMBER + "'1e6'"),
        bad("scrape.timeout", "10", "scrape.timeout" + DURATION + "'10'"),
        bad("scrape.timeout", 10, "scrape.timeout" + DURATION + "'10'"),
        bad("value.timeout", "0 s", "value.timeout" + DURATION + "'0 s'"),
        bad("value.timeout", "999999999 h", "value.timeout" + DURATION + "'999999999 h'"),
        bad(
            "properties-file",
            "/no/such/file",
            "properties-file: it must be a readable properties file, found '/no/such/file'"),
        bad(
            "labels.exclude",
            "${env:STREAMGAUGE_NO_SUCH_VARIABLE}",
            "labels.exclude: the environment must have the variable, found"
                + " 'STREAMGAUGE_NO_SUCH_VARIABLE'"),
        bad(
            "prot",
            "9249",
            "prot: the key is unknown; known are host, port, labels.exclude,"
                + " filterLabelValueCharacters, labels.value-length-limit, labels.limit, gauges,"
                + " allowList, compatibility, series.limit,"
                + " series.limit-per-family, scrape.timeout, value.timeout, properties-file"));
  }

  static Stream<Arguments> stopping() {
    return Stream.of(
        bad("port", "80800", PORT + "'80800'"),
        bad("port", -1, PORT + "'-1'"),
        bad("port", "9300-9250", PORT + "'9300-9250'"),
        bad("port", "nine", PORT + "'nine'"),
        bad(
            "host",
            "http://host",
            "host: it must be a host name or an address, found 'http://host'"),
        bad(
            "host",
            "192.0.2.1",
            "host: must be a name or an address of this machine, found '192.0.2.1'"),
        bad(
            "host",
            "no-such-host.invalid",
            "host: must be a name or an address of this machine, found 'no-such-host.invalid'"));
  }

  private static Arguments bad(String key, Object value, String line) {
    return Arguments.of(Named.of(key + ": " + value, Map.of(key, value)), PREFIX + line);
  }

  @ParameterizedTest
  @MethodSource("setAside")
  void aWrongValueIsSetAsideAndTheRestRuns(Map<String, Object> wrong, String line) {
    try (ReportingRegistry registry = ReportingRegistry.start(wrong)) {
      registry.taskManager().counter("calls");

      assertThat(registry.log().ours(Level.ERROR)).containsExactly("Ignoring " + line);
      assertThat(registry.exposition().samples("flink_taskmanager_calls")).hasSize(1);
      assertThat(registry.exposition().samples("streamgauge_reporter_config_errors"))
          .extracting(Sample::value)
          .containsExactly("1");
    }
  }

  @ParameterizedTest
  @MethodSource("stopping")
  void aWrongPortOrHostStopsTheReporterAlone(Map<String, Object> wrong, String line) {
    try (ReportingRegistry registry = ReportingRegistry.start(wrong)) {
      registry.taskManager().counter("calls");

      assertThat(registry.log().ours(Level.ERROR))
          .containsExactly(line + "; the reporter does not start");
      assertThat(failures(registry)).as("stack traces that Flink logs").isEmpty();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ReportingRegistry registry =
            ReportingRegistry.start(Map.of("port", taken.getLocalPort()))) {
      assertThat(registry.log().ours(Level.ERROR))
          .containsExactly(
              PREFIX
                  + "port: one must be free on 127.0.0.1, found '%d' all taken; the reporter does not start"
                      .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void severalWrongValuesHaveALineEach() {
    Map<String, Object> wrong = Map.of("series.limit", "x", "scrape.timeout", "y", "unknown", "z");
    try (ReportingRegistry registry = ReportingRegistry.start(wrong)) {
      assertThat(registry.log().ours(Level.ERROR)).hasSize(3);
      assertThat(registry.exposition().samples("streamgauge_reporter_config_errors"))
          .extracting(Sample::value)
          .containsExactly("3");
    }
  }

  @Test
  void whatIsRightIsNotMentioned() {
    Map<String, Object> right =
        Map.of(
            "labels.exclude", "tm_id", "series.limit", 10_000, "filterLabelValueCharacters", true);
    try (ReportingRegistry registry = ReportingRegistry.start(right)) {
      assertThat(registry.log().ours(Level.ERROR)).isEmpty();
      assertThat(registry.log().ours(Level.WARN)).isEmpty();
    }
  }

  /** What Flink logged of reporters that it could not start. */
  private static List<String> failures(ReportingRegistry registry) {
    return registry.log().lines().stream()
        .filter(line -> line.level() == Level.ERROR && !line.thrown().isEmpty())
        .map(LogRecorder.Line::thrown)
        .toList();
  }
}
