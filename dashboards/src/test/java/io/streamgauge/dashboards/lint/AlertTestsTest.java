package io.streamgauge.dashboards.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.dashboards.AlertRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertTestsTest {

  @Test
  void everyAlertIsTestedToFireAndToStaySilent() {
    Set<String> alerts =
        Committed.queries().rules().stream().map(AlertRule::name).collect(Collectors.toSet());
    Set<String> fires = new HashSet<>();
    Set<String> staysSilent = new HashSet<>();

    for (JsonNode test : alertTests()) {
      Set<String> outcome = test.path("exp_alerts").isEmpty() ? staysSilent : fires;
      outcome.add(test.path("alertname").asText());
    }

    assertThat(fires).as("tested to fire").containsExactlyInAnyOrderElementsOf(alerts);
    assertThat(staysSilent).as("tested to be silent").containsExactlyInAnyOrderElementsOf(alerts);
  }

  private static List<JsonNode> alertTests() {
    return AlertTests.files().stream()
        .flatMap(file -> file.findValues("alert_rule_test").stream())
        .flatMap(tests -> Stream.iterate(0, i -> i < tests.size(), i -> i + 1).map(tests::get))
        .toList();
  }
}
