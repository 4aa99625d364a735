package io.streamgauge.reporter.probe;

import java.util.function.BiPredicate;

/**
 * Which metrics a listener hears of, by logical scope (with {@code .} between its parts) and name.
 * Immutable, and cheap to ask: it is asked for every metric that comes or goes.
 */
public final class MetricSelector {

  private final String description;
  private final BiPredicate<String, String> rule;

  private MetricSelector(String description, BiPredicate<String, String> rule) {
    this.description = description;
    this.rule = rule;
  }

  /** The metrics of one name in one scope, for example {@code jobmanager, numRunningJobs}. */
  public static MetricSelector of(String scope, String name) {
    return new MetricSelector(
        scope + '.' + name, (scopes, names) -> names.equals(name) && scopes.equals(scope));
  }

  /**
   * The metrics of one name in scopes that end with the given parts, for example {@code
   * KafkaSourceReader.topic.partition, currentOffset}.
   */
  public static MetricSelector ending(String scopeEnd, String name) {
    String further = '.' + scopeEnd;
    return new MetricSelector(
        "*." + scopeEnd + '.' + name,
        (scopes, names) ->
            names.equals(name) && (scopes.endsWith(further) || scopes.equals(scopeEnd)));
  }

  /** All metrics in a scope and below it, for example {@code taskmanager}. */
  public static MetricSelector within(String scope) {
    String further = scope + '.';
    return new MetricSelector(
        scope + ".*", (scopes, names) -> scopes.startsWith(further) || scopes.equals(scope));
  }

  /** Whether a metric of this logical scope and name is wanted. */
  public boolean selects(String scope, String name) {
    return rule.test(scope, name);
  }

  @Override
  public String toString() {
    return description;
  }
}
