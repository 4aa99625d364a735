package io.streamgauge.dashboards.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrafanaDashboardTest {

  private static final String SOURCE =
      """
      uid: u
      title: T
      description: D
      tags: [a]
      refresh: 30s
      from: now-1h
      abbreviations: {all: 'job=~"$job"', up: 'max(up{@all})'}
      variables: [{name: tm, label: TM, description: d, query: 'label_values(up{@all}, tm)', all: '.*'}]
      annotations: []
      rows:
        - id: 100
          title: Row
          panels:
            - id: 101
              title: Panel
              type: stat
              size: 6x5
              unit: s
              description: What
              targets: [{expr: '@up', legend: x}]
              meanings: [{value: '0', text: DOWN, color: red}]
            - {id: 102, title: Next, type: timeseries, size: 12x8, unit: s, description: W, targets: []}
            - {id: 103, title: Wide, type: timeseries, size: 12x8, unit: s, description: W, targets: []}
            - {id: 104, title: Cells, type: heatmap, size: 12x8, unit: s, description: W, targets: [{expr: b, legend: '{{le}}'}]}
            - {id: 105, title: Names, type: table, size: 12x8, unit: s, description: W, targets: [{expr: a, legend: ''}]}
            - {id: 106, title: Ages, type: table, size: 12x8, unit: s, description: W, targets: [{expr: a, legend: age}]}
      """;

  @Test
  void theDashboardIsClassicStableAndReadOnly() throws JsonProcessingException {
    ObjectNode json = dashboard(SOURCE);

    assertThat(json.path("id").isNull()).isTrue();
    assertThat(json.path("uid").asText()).isEqualTo("u");
    assertThat(json.path("schemaVersion").asInt()).isBetween(39, 42);
    assertThat(json.path("editable").asBoolean(true)).isFalse();
    assertThat(json.has("__inputs")).isFalse();
  }

  @Test
  void abbreviationsAreWrittenOutInPanelsAndVariables() throws JsonProcessingException {
    ObjectNode json = dashboard(SOURCE);

    assertThat(json.at("/panels/1/targets/0/expr").asText()).isEqualTo("max(up{job=~\"$job\"})");
    assertThat(json.at("/templating/list/1/query/query").asText())
        .isEqualTo("label_values(up{job=~\"$job\"}, tm)");
  }

  @Test
  void panelsFlowFromTheLeftAndWrap() throws JsonProcessingException {
    ObjectNode json = dashboard(SOURCE);

    assertThat(json.at("/panels/0/gridPos").toString())
        .isEqualTo("{\"x\":0,\"y\":0,\"w\":24,\"h\":1}");
    assertThat(json.at("/panels/1/gridPos").toString())
        .isEqualTo("{\"x\":0,\"y\":1,\"w\":6,\"h\":5}");
    assertThat(json.at("/panels/2/gridPos").toString())
        .isEqualTo("{\"x\":6,\"y\":1,\"w\":12,\"h\":8}");
    assertThat(json.at("/panels/3/gridPos").toString())
        .isEqualTo("{\"x\":0,\"y\":9,\"w\":12,\"h\":8}");
  }

  @Test
  void aMeaningIsATextForAValue() throws JsonProcessingException {
    assertThat(
            dashboard(SOURCE)
                .at("/panels/1/fieldConfig/defaults/mappings/0/options/0/text")
                .asText())
        .isEqualTo("DOWN");
  }

  @Test
  void aHeatmapShowsWhatPrometheusHasCounted() throws JsonProcessingException {
    ObjectNode json = dashboard(SOURCE);

    assertThat(json.at("/panels/4/targets/0/format").asText()).isEqualTo("heatmap");
    assertThat(json.at("/panels/4/options/calculate").asBoolean(true)).isFalse();
    assertThat(json.at("/panels/4/options/yAxis/unit").asText()).isEqualTo("s");
  }

  @Test
  void aTableShowsItsValuesOnlyUnderAName() throws JsonProcessingException {
    ObjectNode json = dashboard(SOURCE);

    assertThat(json.at("/panels/5/transformations/0/options").toString())
        .isEqualTo("{\"excludeByName\":{\"Time\":true,\"Value\":true}}");
    assertThat(json.at("/panels/6/transformations/0/options").toString())
        .isEqualTo("{\"excludeByName\":{\"Time\":true},\"renameByName\":{\"Value\":\"age\"}}");
  }

  @Test
  void anUnknownFieldIsRefused() {
    assertThatThrownBy(() -> DashboardSource.parse(SOURCE + "color: red\n"))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }

  @Test
  void anUnknownAbbreviationIsRefused() {
    assertThatThrownBy(() -> new Abbreviations(Map.of()).expand("up{@all}"))
        .hasMessage("nothing is named @all");
  }

  @Test
  void aTimeInPromqlIsNoAbbreviation() {
    assertThat(new Abbreviations(Map.of()).expand("up @ 1609746000")).isEqualTo("up @ 1609746000");
  }

  private static ObjectNode dashboard(String source) throws JsonProcessingException {
    return new GrafanaDashboard(DashboardSource.parse(source)).json();
  }
}
