package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.naming.FlinkNames;
import io.streamgauge.reporter.internal.naming.MetricNames;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which families are exposed, and which counters are gauges. Immutable. */
public final class FamilyRules {

  /** The rules of Flink's own reporter, without an {@code allowList}. */
  public static final FamilyRules STOCK =
      new FamilyRules(/* isStock= */ true, List.of(), List.of());

  /** The rules if nothing is configured. */
  public static final FamilyRules DEFAULT =
      new FamilyRules(/* isStock= */ false, List.of(), List.of());

  private final boolean isStock;
  private final List<Pattern> gauges;
  private final List<String> allowList;

  /**
   * Rules.
   *
   * @param isStock whether counters are gauges and texts are 0, as in Flink's own reporter
   * @param gauges names of families whose counters may fall; {@code *} stands for any characters
   * @param allowList what the dotted scope and name of a metric must contain one of; all metrics if
   *     it is empty
   */
  public FamilyRules(boolean isStock, List<String> gauges, List<String> allowList) {
    this.isStock = isStock;
    this.gauges = gauges.stream().map(FamilyRules::pattern).collect(Collectors.toList());
    this.allowList = List.copyOf(allowList);
  }

  private static Pattern pattern(String wildcards) {
    return Pattern.compile(
        Arrays.stream(wildcards.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  /** The type of Flink's counters. */
  Kind counters() {
    return isStock ? Kind.GAUGE : Kind.COUNTER;
  }

  boolean isGauge(String family) {
    return gauges.stream().anyMatch(pattern -> pattern.matcher(family).matches());
  }

  /**
   * Whether a family is exposed.
   *
   * @param logicalScope parts joined by {@link MetricNames#SCOPE_DELIMITER}
   */
  boolean isExposed(String logicalScope, String name, String family) {
    return (isStock || !FlinkNames.isText(family)) && isAllowed(logicalScope, name);
  }

  private boolean isAllowed(String logicalScope, String name) {
    if (allowList.isEmpty()) {
      return true;
    }
    String scopeAndName = MetricNames.dotted(logicalScope) + '.' + name;
    return allowList.stream().anyMatch(scopeAndName::contains);
  }
}
