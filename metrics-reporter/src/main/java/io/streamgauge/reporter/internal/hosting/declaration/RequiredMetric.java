package io.streamgauge.reporter.internal.hosting.declaration;

import io.streamgauge.reporter.internal.settings.MetricFilter;
import io.streamgauge.reporter.probe.Role;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A metric without which a probe cannot do its work. Immutable. */
final class RequiredMetric {

  /** Without it, no JobManager would be known to lead. */
  private static final RequiredMetric LEADERSHIP =
      new RequiredMetric("jobmanager", "numRunningJobs", "gauge");

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z.]+):([A-Za-z]+):(counter|gauge|histogram|meter)");

  private final String scope;
  private final String name;
  private final String type;

  private RequiredMetric(String scope, String name, String type) {
    this.scope = scope;
    this.name = name;
    this.type = type;
  }

  /**
   * Parses {@code <scope>:<name>:<type>}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  static RequiredMetric of(String text) {
    Matcher parts = FORM.matcher(text.trim());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a required metric must match " + FORM + ", found '" + text + "'");
    }
    return new RequiredMetric(parts.group(1), parts.group(2), parts.group(3));
  }

  /** The metrics without which a process does not have a role. */
  static List<RequiredMetric> of(Role role) {
    return role == Role.JOB_MANAGER ? List.of(LEADERSHIP) : List.of();
  }

  /** One sentence about the key that keeps the metric from a probe; empty if it passes. */
  Optional<String> problem(MetricFilter filter, String probe) {
    return filter.problem(scope, name, type, "probe " + probe);
  }
}
