package io.streamgauge.dashboards.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.dashboards.AuditedQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class PrometheusToolsTest {

  private static final String SHIPPED = "dashboards/src/main/resources/prometheus";

  @Test
  @NeedsTool("promtool")
  void promtoolAcceptsTheRules() throws IOException, InterruptedException {
    ExternalTool promtool = ExternalTool.named("promtool", SHIPPED);

    assertThat(promtool.accepts("check", "rules", "--lint-fatal", "streamgauge.rules.yaml"))
        .contains("SUCCESS");
  }

  @ParameterizedTest
  @NeedsTool("promtool")
  @ValueSource(
      strings = {
        "jobs",
        "checkpoints",
        "checkpoint-probes",
        "flow",
        "kafka",
        "instrumentation",
        "processes",
        "monitor",
        "outages"
      })
  void theAlertsFireAndStaySilentAsTheirTestsSay(String group, @TempDir Path directory)
      throws IOException, InterruptedException {
    ExternalTool promtool = ExternalTool.named("promtool", SHIPPED);
    ObjectNode file = AlertTests.read(AlertTests.DIRECTORY.resolve(group + ".test.yaml"));

    assertThat(promtool.accepts(AlertTests.write(file, directory))).contains("SUCCESS");
  }

  /** The tests' own files are what a user runs after a change of the rules. */
  @Test
  void testFile_namesTheShippedRules() {
    assertThat(AlertTests.files())
        .allSatisfy(
            file ->
                assertThat(file.path("rule_files").path(0).asText())
                    .isEqualTo("../../../main/resources/prometheus/streamgauge.rules.yaml"));
  }

  @Test
  void noTestFileIsForgotten() throws IOException {
    try (Stream<Path> files = Files.list(AlertTests.DIRECTORY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "jobs.test.yaml",
              "checkpoints.test.yaml",
              "checkpoint-probes.test.yaml",
              "flow.test.yaml",
              "kafka.test.yaml",
              "instrumentation.test.yaml",
              "processes.test.yaml",
              "monitor.test.yaml",
              "outages.test.yaml");
    }
  }

  @Test
  @NeedsTool("promtool")
  void promtoolReadsEveryQuery(@TempDir Path directory) throws IOException, InterruptedException {
    ExternalTool promtool = ExternalTool.named("promtool", SHIPPED);
    List<AuditedQuery> queries = Committed.queries().queries("1m");
    Path rules = directory.resolve("queries.yaml");
    Files.writeString(rules, asRules(queries));

    String output = promtool.accepts("check", "rules", rules.toString());

    assertThat(output).contains("SUCCESS: " + queries.size() + " rules found");
  }

  @Test
  @NeedsTool("promtool")
  void promtoolAcceptsTheScrapeConfiguration() throws IOException, InterruptedException {
    ExternalTool promtool = ExternalTool.named("promtool", SHIPPED);

    assertThat(promtool.accepts("check", "config", "--lint-fatal", "scrape.yaml"))
        .contains("scrape.yaml is valid");
  }

  @Test
  @NeedsTool("amtool")
  void amtoolAcceptsTheAlertmanagerConfiguration() throws IOException, InterruptedException {
    ExternalTool amtool = ExternalTool.named("amtool", SHIPPED);

    assertThat(amtool.accepts("check-config", "alertmanager.yaml")).contains("SUCCESS");
  }

  @ParameterizedTest
  @NeedsTool("amtool")
  @CsvSource({"critical,on-call", "warning,chat", "info,chat"})
  void everySeverityReachesItsReceiver(String severity, String receiver)
      throws IOException, InterruptedException {
    ExternalTool amtool = ExternalTool.named("amtool", SHIPPED);

    amtool.accepts(
        "config",
        "routes",
        "test",
        "--config.file=alertmanager.yaml",
        "--verify.receivers=" + receiver,
        "severity=" + severity);
  }

  private static String asRules(List<AuditedQuery> queries) throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode group = yaml.createObjectNode().put("name", "queries");
    for (int i = 0; i < queries.size(); i++) {
      group
          .withArray("rules")
          .addObject()
          .put("record", "query:" + i)
          .put("expr", queries.get(i).expr());
    }
    ObjectNode file = yaml.createObjectNode();
    file.putArray("groups").add(group);
    return yaml.writeValueAsString(file);
  }
}
