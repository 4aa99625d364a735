package io.streamgauge.dashboards.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of tests that promtool runs. */
final class AlertTests {

  static final Path DIRECTORY = Committed.ROOT.resolve("dashboards/src/test/resources/rules");

  private static final Path RULES =
      Committed.ROOT.resolve("dashboards/src/main/resources/prometheus/streamgauge.rules.yaml");
  private static final Pattern STATE = Pattern.compile("ALERTS\\{[^}]*alertname=\"(\\w+)\"");
  private static final YAMLMapper YAML = new YAMLMapper();

  private AlertTests() {}

  /** All files, in the order of their names. */
  static List<ObjectNode> files() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.sorted().map(AlertTests::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode read(Path file) {
    try {
      return (ObjectNode) YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the tests of a file, each beside the rules of the alerts that it asks about: with all
   * rules promtool takes many times as long, and says the same.
   *
   * @return what promtool is to be called with
   */
  static List<String> write(ObjectNode file, Path directory) throws IOException {
    Map<Set<String>, ObjectNode> byAlerts = new LinkedHashMap<>();
    for (JsonNode test : file.path("tests")) {
      byAlerts
          .computeIfAbsent(alerts(test), unused -> withoutTests(file))
          .withArray("tests")
          .add(test);
    }
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    for (Map.Entry<Set<String>, ObjectNode> part : byAlerts.entrySet()) {
      String name = String.valueOf(arguments.size());
      Path rules = directory.resolve(name + ".rules.yaml");
      YAML.writeValue(rules.toFile(), rules(part.getKey()));
      part.getValue().putArray("rule_files").add(rules.toString());
      Path tests = directory.resolve(name + ".test.yaml");
      YAML.writeValue(tests.toFile(), part.getValue());
      arguments.add(tests.toString());
    }
    return arguments;
  }

  private static ObjectNode withoutTests(ObjectNode file) {
    ObjectNode copy = file.deepCopy();
    copy.putArray("tests");
    return copy;
  }

  private static Set<String> alerts(JsonNode test) {
    Set<String> alerts = new TreeSet<>();
    test.path("alert_rule_test").forEach(each -> alerts.add(each.path("alertname").asText()));
    return alerts;
  }

  /** The rules of these alerts and of those whose state they read, and what is recorded. */
  private static ObjectNode rules(Set<String> alerts) {
    ObjectNode file = read(RULES);
    Set<String> needed = new TreeSet<>(alerts);
    boolean isGrowing = true;
    while (isGrowing) {
      isGrowing = needed.addAll(alertsReadBy(needed, file));
    }
    for (JsonNode group : file.path("groups")) {
      Iterator<JsonNode> rules = group.path("rules").elements();
      while (rules.hasNext()) {
        JsonNode rule = rules.next();
        if (rule.has("alert") && !needed.contains(rule.path("alert").asText())) {
          rules.remove();
        }
      }
    }
    return file;
  }

  private static Set<String> alertsReadBy(Set<String> alerts, ObjectNode file) {
    Set<String> read = new TreeSet<>();
    for (JsonNode group : file.path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        if (alerts.contains(rule.path("alert").asText())) {
          Matcher matcher = STATE.matcher(rule.path("expr").asText());
          matcher.results().forEach(each -> read.add(each.group(1)));
        }
      }
    }
    return read;
  }
}
