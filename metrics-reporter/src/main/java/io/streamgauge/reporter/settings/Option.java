package io.streamgauge.reporter.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys of the reporter; {@code docs/configuration.md} is made of them. */
public enum Option {
  HOST(
      "host",
      "host name or address",
      "all interfaces",
      "127.0.0.1",
      "Where to listen. A malformed host stops the reporter."),
  PORT(
      "port",
      "port, range, or list of both",
      "9249-9299",
      "9250,9300-9310",
      "The first free port is taken, so that processes on one host can share the setting; 0 is any"
          + " free port. A malformed port stops the reporter."),
  LABELS_EXCLUDE(
      "labels.exclude",
      "list of variables",
      "task_attempt_id;task_attempt_num",
      "task_attempt_id;task_attempt_num;tm_id",
      "Flink's variables that do not become labels, besides those in scope.variables.excludes."),
  FILTER_LABEL_VALUES(
      "filterLabelValueCharacters",
      "boolean",
      "false",
      "true",
      "Whether label values keep only [a-zA-Z0-9:_], as Flink's own reporter does it."),
  LABEL_VALUE_LIMIT(
      "labels.value-length-limit",
      "number of bytes",
      "1000",
      "500",
      "How long a label value may be in UTF-8, 128 at least; a longer one is cut and ends with a"
          + " hash. Metric names have the same limit. Prometheus refuses a whole scrape when one"
          + " value exceeds its label_value_length_limit, so this must not be larger."),
  LABELS_LIMIT(
      "labels.limit",
      "number of labels",
      "24",
      "40",
      "How many labels a series may have; Flink's own labels stay, then the first by name."),
  GAUGES(
      "gauges",
      "list of names",
      "none",
      "*_inFlight,flink_taskmanager_job_task_operator_sessions",
      "Names of counters in /metrics that may fall, so that they are gauges from the start; * stands"
          + " for any characters. Other counters become gauges when they are seen to fall."),
  ALLOW_LIST(
      "allowList",
      "list of texts",
      "all metrics",
      "numRecords,taskmanager.Status",
      "As in Flink's own reporter since 2.3: a metric is exposed only if its dotted scope and name"
          + " contain one of these texts. Probes still see the others."),
  COMPATIBILITY(
      "compatibility",
      "none or stock",
      "none",
      "stock",
      "With stock, series are those of Flink's own PrometheusReporter; see docs/migrate.md."),
  SERIES_LIMIT(
      "series.limit",
      "number of samples",
      "200000",
      "50000",
      "How many samples a scrape may have; see docs/operations.md for what goes first."),
  FAMILY_LIMIT(
      "series.limit-per-family",
      "number of samples",
      "20000",
      "5000",
      "How many samples one family may have."),
  SCRAPE_TIMEOUT(
      "scrape.timeout",
      "duration",
      "10 s",
      "5 s",
      "How long reading all metrics may take. A client with a shorter limit gets the metrics that"
          + " were read by then, or status 503."),
  VALUE_TIMEOUT(
      "value.timeout",
      "duration",
      "250 ms",
      "1 s",
      "How long reading one metric may take before it is quarantined."),
  PROPERTIES_FILE(
      "properties-file",
      "path",
      "none",
      "/etc/streamgauge/secret.properties",
      "A file with further keys, for what must not stand in Flink's configuration. A key that is set"
          + " in both is taken from Flink's configuration.");

  private final String key;
  private final String type;
  private final String defaultValue;
  private final String example;
  private final String description;

  Option(String key, String type, String defaultValue, String example, String description) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.example = example;
    this.description = description;
  }

  /** The key, to be set as {@code metrics.reporter.streamgauge.<key>}. */
  public String key() {
    return key;
  }

  public String type() {
    return type;
  }

  public String defaultValue() {
    return defaultValue;
  }

  public String example() {
    return example;
  }

  public String description() {
    return description;
  }

  static Optional<Option> of(String key) {
    return Arrays.stream(values()).filter(option -> option.key.equals(key)).findFirst();
  }

  /** All keys, for a message about one that is unknown. */
  static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Option option : values()) {
      keys.add(option.key);
    }
    return keys;
  }
}
