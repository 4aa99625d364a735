package io.streamgauge.dashboards.generator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamgauge.dashboards.generator.DashboardSource.Annotation;
import io.streamgauge.dashboards.generator.DashboardSource.Panel;
import io.streamgauge.dashboards.generator.DashboardSource.Row;
import io.streamgauge.dashboards.generator.DashboardSource.Variable;

/** Writes a dashboard in Grafana's classic model, which Grafana 10 to 13 import. */
final class GrafanaDashboard {

  private static final int SCHEMA_VERSION = 39;

  private final DashboardSource source;
  private final Abbreviations abbreviations;
  private final GrafanaPanel panels;

  GrafanaDashboard(DashboardSource source) {
    this.source = source;
    this.abbreviations = new Abbreviations(source.abbreviations());
    this.panels = new GrafanaPanel(abbreviations);
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.putNull("id");
    json.put("uid", source.uid());
    json.put("title", source.title());
    json.put("description", source.description());
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("version", 1);
    json.put("editable", false);
    json.put("graphTooltip", 1);
    json.put("refresh", source.refresh());
    json.putObject("time").put("from", source.from()).put("to", "now");
    json.put("timezone", "browser");
    source.tags().forEach(json.putArray("tags")::add);
    addVariables(json.putObject("templating").putArray("list"));
    addAnnotations(json.putObject("annotations").putArray("list"));
    addRows(json.putArray("panels"));
    return json;
  }

  private void addVariables(ArrayNode list) {
    ObjectNode datasource = list.addObject();
    datasource.put("name", "datasource").put("label", "Data source").put("type", "datasource");
    datasource.put("query", "prometheus").put("refresh", 1).put("hide", 0).put("regex", "");
    datasource.put("includeAll", false).put("multi", false);
    ObjectNode current = datasource.putObject("current").put("selected", false);
    current.put("text", "default").put("value", "default");
    source.variables().forEach(variable -> addVariable(list.addObject(), variable));
  }

  private void addVariable(ObjectNode json, Variable variable) {
    String query = abbreviations.expand(variable.query());
    json.put("name", variable.name()).put("label", variable.label()).put("type", "query");
    json.put("description", variable.description());
    json.set("datasource", GrafanaPanel.datasource());
    json.put("definition", query);
    json.putObject("query").put("query", query).put("refId", "variable-" + variable.name());
    json.put("refresh", 2).put("sort", 1).put("hide", 0).put("regex", "");
    json.put("multi", true).put("includeAll", true).put("allValue", variable.all());
    ObjectNode current = json.putObject("current").put("selected", true);
    current.putArray("text").add("All");
    current.putArray("value").add("$__all");
  }

  private void addAnnotations(ArrayNode list) {
    for (Annotation annotation : source.annotations()) {
      ObjectNode json = list.addObject();
      json.put("name", annotation.name()).put("enable", true).put("hide", false);
      json.put("iconColor", annotation.color());
      json.set("datasource", GrafanaPanel.datasource());
      json.put("expr", abbreviations.expand(annotation.expr()));
      json.put("titleFormat", annotation.text());
    }
  }

  private void addRows(ArrayNode list) {
    Grid grid = new Grid();
    for (Row row : source.rows()) {
      ObjectNode json = list.addObject();
      json.put("id", row.id()).put("type", "row").put("title", row.title());
      json.put("collapsed", false);
      json.set("gridPos", GrafanaPanel.position(grid.line()));
      json.putArray("panels");
      for (Panel panel : row.panels()) {
        list.add(panels.json(panel, grid.next(panel.size())));
      }
    }
  }
}
