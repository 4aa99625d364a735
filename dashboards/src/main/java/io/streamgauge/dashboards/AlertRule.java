package io.streamgauge.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An alert of Prometheus.
 *
 * @param pending the duration after {@code for}, or empty
 */
public record AlertRule(
    String name,
    String expr,
    String pending,
    Map<String, String> labels,
    Map<String, String> annotations) {

  /** Reads the alerts of a rule file. */
  public static List<AlertRule> of(JsonNode file) {
    List<AlertRule> rules = new ArrayList<>();
    for (JsonNode group : file.path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        if (rule.has("alert")) {
          rules.add(rule(rule));
        }
      }
    }
    return rules;
  }

  private static AlertRule rule(JsonNode json) {
    return new AlertRule(
        json.path("alert").asText(),
        json.path("expr").asText().strip(),
        json.path("for").asText(),
        texts(json.path("labels")),
        texts(json.path("annotations")));
  }

  private static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new TreeMap<>();
    json.fields().forEachRemaining(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}
