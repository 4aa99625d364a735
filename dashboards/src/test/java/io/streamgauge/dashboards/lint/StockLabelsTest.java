package io.streamgauge.dashboards.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.dashboards.AlertRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The alerts with {@code compatibility: stock}: every label value that comes from a job keeps only
 * {@code [a-zA-Z0-9:_]}. One test of each alert runs again with such values, in a job whose name
 * has a space.
 */
@Tag("slow")
class StockLabelsTest {

  /** The labels that Prometheus adds, and those that the process itself adds. */
  private static final Set<String> UNCHANGED =
      Set.of("job", "instance", "cluster", "namespace", "le", "quantile", "probe", "alert");

  private static final Pattern MATCHER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private static final String JOB = "orders";
  private static final String NAMED = "Async IO Example: orders";

  private final YAMLMapper yaml = new YAMLMapper();

  @Test
  @NeedsTool("promtool")
  void alerts_stockLabels_fireAsWithWholeLabels(@TempDir Path directory)
      throws IOException, InterruptedException {
    ExternalTool promtool = ExternalTool.named("promtool", "dashboards");
    Map<String, ObjectNode> files = firingTests();
    Set<String> alerts =
        Committed.queries().rules().stream().map(AlertRule::name).collect(Collectors.toSet());

    assertThat(files.keySet()).isEqualTo(alerts);
    Map<String, ArrayNode> testsByInterval = new TreeMap<>();
    files
        .values()
        .forEach(
            file ->
                testsByInterval
                    .computeIfAbsent(
                        file.path("evaluation_interval").asText(), key -> yaml.createArrayNode())
                    .addAll((ArrayNode) file.path("tests")));
    for (Map.Entry<String, ArrayNode> tests : testsByInterval.entrySet()) {
      ObjectNode file = yaml.createObjectNode();
      file.put("evaluation_interval", tests.getKey());
      file.set("tests", tests.getValue());
      Path own = Files.createDirectories(directory.resolve(tests.getKey()));

      assertThat(promtool.accepts(AlertTests.write(file, own))).contains("SUCCESS");
    }
  }

  /** For each alert a file with the shortest test in which it fires. */
  private Map<String, ObjectNode> firingTests() {
    Map<String, ObjectNode> firing = new TreeMap<>();
    for (JsonNode file : AlertTests.files()) {
      for (JsonNode test : file.path("tests")) {
        for (JsonNode expectation : test.path("alert_rule_test")) {
          if (!expectation.path("exp_alerts").isEmpty()) {
            firing.merge(
                expectation.path("alertname").asText(),
                stock(file, test, expectation),
                StockLabelsTest::shorter);
          }
        }
      }
    }
    return firing;
  }

  private static ObjectNode shorter(ObjectNode one, ObjectNode other) {
    return evalTime(one).compareTo(evalTime(other)) <= 0 ? one : other;
  }

  private static Duration evalTime(ObjectNode file) {
    String time = file.at("/tests/0/alert_rule_test/0/eval_time").asText();
    return Duration.parse("PT" + time.toUpperCase(Locale.ROOT));
  }

  /** The file with one test and one expectation, and all label values as stock has them. */
  private ObjectNode stock(JsonNode file, JsonNode test, JsonNode expectation) {
    ObjectNode copy = test.deepCopy();
    copy.putArray("alert_rule_test").add(stockExpectation(expectation.deepCopy()));
    for (JsonNode series : copy.path("input_series")) {
      String stock =
          MATCHER.matcher(series.path("series").asText()).replaceAll(StockLabelsTest::stockMatcher);
      ((ObjectNode) series).put("series", stock);
    }
    ObjectNode one = yaml.createObjectNode();
    one.set("evaluation_interval", file.path("evaluation_interval"));
    one.putArray("tests").add(copy);
    return one;
  }

  private static String stockMatcher(MatchResult matcher) {
    return matcher.group(1) + "=\"" + stockValue(matcher.group(1), matcher.group(2)) + '"';
  }

  private static String stockValue(String label, String value) {
    String whole = label.equals("job_name") && value.equals(JOB) ? NAMED : value;
    return UNCHANGED.contains(label) ? whole : whole.replaceAll("[^a-zA-Z0-9:_]", "_");
  }

  private static JsonNode stockExpectation(JsonNode expectation) {
    for (JsonNode alert : expectation.path("exp_alerts")) {
      ObjectNode labels = (ObjectNode) alert.path("exp_labels");
      ObjectNode annotations = (ObjectNode) alert.path("exp_annotations");
      String description = annotations.path("description").asText();
      for (Map.Entry<String, JsonNode> label : List.copyOf(labels.properties())) {
        String value = label.getValue().asText();
        String stock = stockValue(label.getKey(), value);
        labels.put(label.getKey(), stock);
        String before = label.getKey().equals("job_name") ? "(?<=[jJ]ob )" : "(?<!\\w)";
        description = description.replaceAll(before + Pattern.quote(value) + "(?!\\w)", stock);
      }
      annotations.put("description", description);
    }
    return expectation;
  }
}
