package io.streamgauge.dashboards.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dashboard as people write it; {@code source/job.yaml} explains the fields.
 *
 * @param abbreviations named pieces of PromQL, which expressions refer to as {@code @name}
 */
record DashboardSource(
    String uid,
    String title,
    String description,
    List<String> tags,
    String refresh,
    String from,
    Map<String, String> abbreviations,
    List<Variable> variables,
    List<Annotation> annotations,
    List<Row> rows) {

  /**
   * A variable that is filled from Prometheus.
   *
   * @param all the regular expression that stands for all values
   */
  record Variable(String name, String label, String description, String query, String all) {}

  /** Marks in time, drawn into every graph. */
  record Annotation(String name, String expr, String text, String color) {}

  /** Panels under a heading. */
  record Row(int id, String title, List<Panel> panels) {}

  /**
   * A panel.
   *
   * @param type {@code timeseries}, {@code stat}, {@code state-timeline}, {@code table} or {@code
   *     heatmap} (of a histogram's buckets)
   * @param size width and height in cells of Grafana's grid, for example {@code 12x8}
   * @param style {@code lines} (the default), {@code bars} or {@code stacked}, of a {@code
   *     timeseries}
   * @param steps thresholds
   * @param meanings texts for values
   */
  record Panel(
      int id,
      String title,
      String type,
      String size,
      String unit,
      String description,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Integer decimals,
      @Nullable String style,
      List<Target> targets,
      @Nullable List<Step> steps,
      @Nullable List<Meaning> meanings) {}

  /** A query, and the text that names its series; in a table, the column of its values. */
  record Target(String expr, String legend) {}

  /** The colour from a value upwards; without a value, from the bottom. */
  record Step(@Nullable Double from, String color) {}

  /** The text and colour of a value. */
  record Meaning(String value, String text, String color) {}

  static DashboardSource parse(String yaml) throws JsonProcessingException {
    return new YAMLMapper().readValue(yaml, DashboardSource.class);
  }
}
