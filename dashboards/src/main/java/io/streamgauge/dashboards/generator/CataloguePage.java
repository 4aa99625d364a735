package io.streamgauge.dashboards.generator;

import io.streamgauge.dashboards.generator.Catalogue.Metric;
import io.streamgauge.dashboards.generator.Catalogue.Section;
import java.util.stream.Collectors;

/** Writes docs/metrics.md. */
final class CataloguePage {

  private static final String HEAD =
      """
      # Metrics

      Every metric that Streamgauge publishes by name, with its type, its labels and its meaning. What Flink, a connector or
      a job registers beyond these is published too, under the name that Flink's own PrometheusReporter gives it and without
      a help text.

      Types are true: a Flink Counter is a counter, a Meter is the gauge of its rate, a Histogram is a summary. Where Flink
      registers something that only grows as a Gauge, it is a gauge here too; `rate()` and `increase()` may be used on it.
      A value that cannot be read is absent.

      This page is written by `dashboards/generate` from `catalogue.tsv` of the module metrics-reporter.
      """;

  private final Catalogue catalogue;

  CataloguePage(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  String markdown() {
    return HEAD
        + catalogue.sections().stream().map(CataloguePage::section).collect(Collectors.joining());
  }

  private static String section(Section section) {
    return "\n## "
        + section.title()
        + "\n\n"
        + String.join("\n", section.remarks())
        + "\n\n| metric | type | further labels | meaning |\n|---|---|---|---|\n"
        + section.metrics().stream().map(CataloguePage::line).collect(Collectors.joining());
  }

  private static String line(Metric metric) {
    String labels =
        metric.labels().stream().map(CataloguePage::code).collect(Collectors.joining(", "));
    return "| "
        + code(metric.name())
        + " | "
        + metric.type()
        + " | "
        + labels
        + " | "
        + metric.help()
        + " |\n";
  }

  private static String code(String word) {
    return '`' + word + '`';
  }
}
