package io.streamgauge.dashboards.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.cluster.NeedsTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdict of the panel Health, evaluated by promtool. */
@Tag("slow")
class HealthPanelTest {

  private static final String UPTIME =
      "flink_jobmanager_job_uptime{job=\"flink\",instance=\"jm\",job_name=\"orders\"}";
  private static final String NEXT_UPTIME =
      "flink_jobmanager_job_uptime{job=\"flink\",instance=\"jm2\",job_name=\"orders\"}";
  private static final String JOBS =
      "flink_jobmanager_numRunningJobs{job=\"flink\",instance=\"jm\"}";
  private static final String NEXT_JOBS =
      "flink_jobmanager_numRunningJobs{job=\"flink\",instance=\"jm2\"}";
  private static final String OTHER_NAMESPACE_JOBS =
      "flink_jobmanager_numRunningJobs{job=\"flink\",instance=\"other\",namespace=\"other\"}";
  private static final String UP = "up{job=\"flink\",instance=\"jm\"}";
  private static final String NEXT_UP = "up{job=\"flink\",instance=\"jm2\"}";

  private final YAMLMapper yaml = new YAMLMapper();

  @Test
  @NeedsTool("promtool")
  void verdict_withAndWithoutAJobManagerThatAnswers(@TempDir Path directory)
      throws IOException, InterruptedException {
    ExternalTool promtool = ExternalTool.named("promtool", "dashboards");
    ObjectNode file = yaml.createObjectNode();
    file.putArray("rule_files");
    add(file, "runs", Map.of(UPTIME, "5x20", JOBS, "1x20", UP, "1x20"), 3);
    add(file, "gone", Map.of(UPTIME, "5x4 stale", JOBS, "0x20", UP, "1x20"), 0);
    add(file, "not a target", Map.of(UPTIME, "5x4 stale", JOBS, "1x4 stale", UP, "1x4 stale"), 0);
    add(file, "unknown", Map.of(UPTIME, "5x4 stale", JOBS, "1x4 stale", UP, "1x4 0x20"), -1);
    add(
        file,
        "lost by the next leader",
        Map.of(UPTIME, "5x4 stale", JOBS, "1x4 stale", UP, "1x4 0x20", NEXT_JOBS, "_x5 0x20"),
        0);
    add(
        file,
        "unknown after two instances of the job",
        Map.of(
            UPTIME,
            "5x2 stale",
            UPTIME.replace("{", "{job_id=\"b\","),
            "_x3 5x2 stale",
            JOBS,
            "1x6 stale",
            UP,
            "1x6 0x20"),
        -1);
    add(
        file,
        "unknown, and the JobManager before is no target",
        Map.of(
            UPTIME,
            "5x2 stale",
            JOBS,
            "1x2 stale",
            UP,
            "1x2 stale",
            NEXT_UPTIME,
            "_x3 5x2 stale",
            NEXT_JOBS,
            "_x3 1x2 stale",
            NEXT_UP,
            "_x3 1x2 0x20"),
        -1);
    add(
        file,
        "unknown, and another namespace has a leader",
        Map.of(
            UPTIME, "5x4 stale", JOBS, "1x4 stale", UP, "1x4 0x20", OTHER_NAMESPACE_JOBS, "1x20"),
        -1);
    Path path = directory.resolve("health.test.yaml");
    yaml.writeValue(path.toFile(), file);

    assertThat(promtool.accepts("test", "rules", path.toString())).contains("SUCCESS");
  }

  private static void add(ObjectNode file, String name, Map<String, String> series, double verdict)
      throws IOException {
    ObjectNode test = file.withArray("tests").addObject().put("name", name).put("interval", "1m");
    series.forEach(
        (selector, values) ->
            test.withArray("input_series")
                .addObject()
                .put("series", selector)
                .put("values", values));
    ObjectNode evaluation =
        test.putArray("promql_expr_test").addObject().put("expr", health()).put("eval_time", "15m");
    evaluation
        .putArray("exp_samples")
        .addObject()
        .put("labels", "{job_name=\"orders\"}")
        .put("value", verdict);
  }

  private static String health() throws IOException {
    return Committed.queries().queries("1m").stream()
        .filter(query -> query.id().equals("Overview / Health / A"))
        .findFirst()
        .orElseThrow()
        .expr();
  }
}
