package io.streamgauge.dashboards.generator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamgauge.dashboards.generator.DashboardSource.Meaning;
import io.streamgauge.dashboards.generator.DashboardSource.Panel;
import io.streamgauge.dashboards.generator.DashboardSource.Step;
import io.streamgauge.dashboards.generator.DashboardSource.Target;
import java.util.List;

/** Writes a panel in Grafana's classic model. */
final class GrafanaPanel {

  private final Abbreviations abbreviations;

  GrafanaPanel(Abbreviations abbreviations) {
    this.abbreviations = abbreviations;
  }

  static ObjectNode datasource() {
    return Json.object().put("type", "prometheus").put("uid", "${datasource}");
  }

  static ObjectNode position(Grid.Place place) {
    ObjectNode json = Json.object();
    return json.put("x", place.x())
        .put("y", place.y())
        .put("w", place.width())
        .put("h", place.height());
  }

  ObjectNode json(Panel panel, Grid.Place place) {
    ObjectNode json = Json.object();
    json.put("id", panel.id()).put("type", panel.type()).put("title", panel.title());
    json.put("description", panel.description().strip());
    json.set("datasource", datasource());
    json.set("gridPos", position(place));
    ObjectNode fields = json.putObject("fieldConfig");
    addDefaults(fields.putObject("defaults"), panel);
    fields.putArray("overrides");
    json.set("options", options(panel));
    addTargets(json.putArray("targets"), panel);
    if (panel.type().equals("table")) {
      addColumns(json.putArray("transformations"), panel);
    }
    return json;
  }

  private static void addDefaults(ObjectNode json, Panel panel) {
    json.put("unit", panel.unit());
    if (panel.min() != null) {
      json.put("min", panel.min());
    }
    if (panel.max() != null) {
      json.put("max", panel.max());
    }
    if (panel.decimals() != null) {
      json.put("decimals", panel.decimals());
    }
    json.putObject("color").put("mode", colorMode(panel));
    addThresholds(json.putObject("thresholds"), panel);
    addMappings(json.putArray("mappings"), panel);
    json.set("custom", look(panel));
  }

  private static String colorMode(Panel panel) {
    return panel.type().equals("timeseries") ? "palette-classic" : "thresholds";
  }

  private static void addThresholds(ObjectNode json, Panel panel) {
    json.put("mode", "absolute");
    ArrayNode steps = json.putArray("steps");
    List<Step> sources =
        panel.steps() == null ? List.of(new Step(null, "text")) : List.copyOf(panel.steps());
    for (Step step : sources) {
      steps.addObject().put("color", step.color()).put("value", step.from());
    }
  }

  private static void addMappings(ArrayNode json, Panel panel) {
    if (panel.meanings() == null) {
      return;
    }
    ObjectNode mapping = json.addObject().put("type", "value");
    ObjectNode options = mapping.putObject("options");
    int index = 0;
    for (Meaning meaning : panel.meanings()) {
      ObjectNode option = options.putObject(meaning.value());
      option.put("index", index++).put("text", meaning.text()).put("color", meaning.color());
    }
  }

  private static ObjectNode look(Panel panel) {
    return switch (panel.type()) {
      case "timeseries" -> lines(panel);
      case "state-timeline" -> Json.object().put("fillOpacity", 70).put("lineWidth", 0);
      default -> Json.object();
    };
  }

  private static ObjectNode lines(Panel panel) {
    boolean bars = "bars".equals(panel.style());
    boolean stacked = "stacked".equals(panel.style());
    ObjectNode json = Json.object();
    json.put("drawStyle", bars ? "bars" : "line").put("lineWidth", 1);
    json.put("fillOpacity", bars ? 80 : stacked ? 30 : 5);
    json.put("showPoints", "never").put("spanNulls", false);
    json.putObject("stacking").put("mode", stacked ? "normal" : "none").put("group", "A");
    json.putObject("thresholdsStyle").put("mode", panel.steps() == null ? "off" : "dashed");
    return json;
  }

  private static ObjectNode options(Panel panel) {
    return switch (panel.type()) {
      case "timeseries" -> graphOptions();
      case "stat" -> statOptions();
      case "state-timeline" -> timelineOptions();
      case "heatmap" -> heatmapOptions(panel);
      default -> Json.object().put("showHeader", true);
    };
  }

  private static ObjectNode graphOptions() {
    ObjectNode json = Json.object();
    ObjectNode legend = json.putObject("legend");
    legend.put("displayMode", "table").put("placement", "bottom").put("showLegend", true);
    legend.putArray("calcs").add("lastNotNull").add("max");
    json.putObject("tooltip").put("mode", "multi").put("sort", "desc");
    return json;
  }

  private static ObjectNode statOptions() {
    ObjectNode json = Json.object();
    json.put("colorMode", "background").put("graphMode", "none").put("justifyMode", "auto");
    json.put("orientation", "auto").put("textMode", "value_and_name");
    ObjectNode reduce = json.putObject("reduceOptions");
    reduce.putArray("calcs").add("lastNotNull");
    reduce.put("fields", "").put("values", false);
    return json;
  }

  private static ObjectNode timelineOptions() {
    ObjectNode json = Json.object();
    json.put("mergeValues", true).put("rowHeight", 0.9).put("showValue", "auto");
    json.putObject("legend").put("displayMode", "list").put("placement", "bottom");
    json.putObject("tooltip").put("mode", "single");
    return json;
  }

  /** Prometheus has counted into the cells already: nothing is calculated. */
  private static ObjectNode heatmapOptions(Panel panel) {
    ObjectNode json = Json.object();
    json.put("calculate", false).put("cellGap", 1).put("showValue", "never");
    ObjectNode color = json.putObject("color").put("mode", "scheme").put("scheme", "Oranges");
    color.put("steps", 64).put("fill", "dark-orange").put("reverse", false);
    json.putObject("yAxis").put("axisPlacement", "left").put("unit", panel.unit());
    // Cells in which nothing was counted stay empty.
    json.putObject("filterValues").put("le", 1e-9);
    json.putObject("rowsFrame").put("layout", "auto");
    json.putObject("legend").put("show", true);
    json.putObject("tooltip").put("mode", "single").put("yHistogram", false);
    return json;
  }

  private void addTargets(ArrayNode json, Panel panel) {
    // A number without a past is what a table shows; everything else looks back.
    boolean instant = panel.type().equals("table");
    char reference = 'A';
    for (Target target : panel.targets()) {
      ObjectNode query = json.addObject();
      query.put("refId", String.valueOf(reference++));
      query.set("datasource", datasource());
      query.put("expr", abbreviations.expand(target.expr()));
      query.put("legendFormat", target.legend());
      query.put("instant", instant).put("range", !instant);
      query.put("format", format(panel));
      query.put("editorMode", "code");
    }
  }

  private static String format(Panel panel) {
    return switch (panel.type()) {
      case "table" -> "table";
      case "heatmap" -> "heatmap";
      default -> "time_series";
    };
  }

  /** The labels, and the value in a column that the legend names; without one it is left out. */
  private static void addColumns(ArrayNode json, Panel panel) {
    String legend = panel.targets().isEmpty() ? "" : panel.targets().get(0).legend();
    ObjectNode options = json.addObject().put("id", "organize").putObject("options");
    ObjectNode hidden = options.putObject("excludeByName").put("Time", true);
    if (legend.isEmpty()) {
      hidden.put("Value", true);
    } else {
      options.putObject("renameByName").put("Value", legend);
    }
  }
}
