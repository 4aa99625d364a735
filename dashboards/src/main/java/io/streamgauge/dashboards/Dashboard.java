package io.streamgauge.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A Grafana dashboard in the classic model: what can be asked of it. A text that is missing is
 * empty.
 *
 * @param panels all panels but the rows, in the file's order
 */
public record Dashboard(
    String title,
    boolean editable,
    List<Variable> variables,
    List<Query> annotations,
    List<Panel> panels) {

  /**
   * A variable.
   *
   * @param refresh 1 when the dashboard is loaded, 2 when the time range changes
   */
  public record Variable(
      String name,
      String type,
      String label,
      String datasource,
      String query,
      int refresh,
      boolean multi,
      String allValue) {}

  /** A query in PromQL, which may hold variables. */
  public record Query(String name, String expr) {}

  /** Where a panel stands on the grid of 24 columns. */
  public record Place(int x, int y, int width, int height) {}

  /**
   * A panel.
   *
   * @param row the heading above it
   * @param mapped whether values are shown as texts
   */
  public record Panel(
      int id,
      String row,
      String type,
      String title,
      String description,
      String datasource,
      String unit,
      boolean mapped,
      Place place,
      List<Query> targets) {

    /** Row and title, by which people find the panel. */
    public String name() {
      return row + " / " + title;
    }
  }

  /** Reads a dashboard. */
  public static Dashboard of(JsonNode json) {
    return new Dashboard(
        json.path("title").asText(),
        json.path("editable").asBoolean(true),
        stream(json.path("templating").path("list")).map(Dashboard::variable).toList(),
        stream(json.path("annotations").path("list"))
            .map(node -> new Query(node.path("name").asText(), node.path("expr").asText()))
            .toList(),
        panels(json.path("panels")));
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return list(array).stream();
  }

  private static Variable variable(JsonNode json) {
    JsonNode query = json.path("query");
    return new Variable(
        json.path("name").asText(),
        json.path("type").asText(),
        json.path("label").asText(),
        json.path("datasource").path("uid").asText(),
        query.isObject() ? query.path("query").asText() : query.asText(),
        json.path("refresh").asInt(),
        json.path("multi").asBoolean(),
        json.path("allValue").asText());
  }

  private static List<Panel> panels(JsonNode array) {
    List<Panel> panels = new ArrayList<>();
    String row = "";
    for (JsonNode json : list(array)) {
      if (json.path("type").asText().equals("row")) {
        row = json.path("title").asText();
        panels.addAll(panels(json.path("panels")));
      } else {
        panels.add(panel(json, row));
      }
    }
    return panels;
  }

  private static Panel panel(JsonNode json, String row) {
    JsonNode defaults = json.path("fieldConfig").path("defaults");
    return new Panel(
        json.path("id").asInt(),
        row,
        json.path("type").asText(),
        json.path("title").asText(),
        json.path("description").asText(),
        json.path("datasource").path("uid").asText(),
        defaults.path("unit").asText(),
        !defaults.path("mappings").isEmpty(),
        place(json.path("gridPos")),
        stream(json.path("targets"))
            .map(node -> new Query(node.path("refId").asText(), node.path("expr").asText()))
            .toList());
  }

  private static Place place(JsonNode json) {
    return new Place(
        json.path("x").asInt(),
        json.path("y").asInt(),
        json.path("w").asInt(),
        json.path("h").asInt());
  }
}
