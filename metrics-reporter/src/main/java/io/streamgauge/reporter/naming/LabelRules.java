package io.streamgauge.reporter.naming;

import io.streamgauge.reporter.snapshot.Labels;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How Flink's variables become labels: which are left out, how the others are called, and whether
 * their values are altered. Immutable.
 */
public final class LabelRules {

  /** Names that the text format gives a meaning of its own. */
  private static final Set<String> RESERVED = Set.of("le", "quantile");

  private final Set<String> excluded;
  private final boolean filterValues;

  /**
   * Rules.
   *
   * @param excluded names of variables, without brackets, that do not become labels
   * @param filterValues whether {@code _} replaces every character of a value outside {@code
   *     [a-zA-Z0-9:_]}, as Flink's own reporter does by default
   */
  public LabelRules(Set<String> excluded, boolean filterValues) {
    this.excluded = Set.copyOf(excluded);
    this.filterValues = filterValues;
  }

  /**
   * The labels of a group, in order of their names.
   *
   * <p>Variables whose names differ only in characters that Prometheus does not know get distinct
   * labels: {@code a.b} and {@code a-b} become {@code a_b} and {@code a_b_2}, in the order of the
   * variables' names.
   *
   * @param variables with brackets, {@code <host>}, or without, as Flink 2.2 and later has those
   *     that a job adds
   */
  public Labels labels(Map<String, String> variables) {
    return Labels.of(exposed(variables));
  }

  /** The same by name, in order of the names. */
  public Map<String, String> exposed(Map<String, String> variables) {
    Map<String, String> included = new TreeMap<>(variables);
    included.keySet().removeIf(variable -> excluded.contains(withoutBrackets(variable)));
    Map<String, String> labels = named(included);
    labels.replaceAll((name, value) -> filterValues ? MetricNames.sanitized(value) : value);
    return labels;
  }

  /** All variables of a group by the names of their labels, with their values unaltered. */
  public static Map<String, String> named(Map<String, String> variables) {
    Map<String, String> labels = new TreeMap<>();
    new TreeMap<>(variables)
        .forEach(
            (variable, value) -> {
              if (value != null) {
                labels.put(free(labelName(withoutBrackets(variable)), labels), value);
              }
            });
    return labels;
  }

  private static String free(String name, Map<String, String> taken) {
    String candidate = name;
    for (int i = 2; taken.containsKey(candidate); i++) {
      candidate = name + '_' + i;
    }
    return candidate;
  }

  /** The variable's name as users know it. */
  static String withoutBrackets(String variable) {
    boolean bracketed = variable.startsWith("<") && variable.endsWith(">");
    return bracketed ? variable.substring(1, variable.length() - 1) : variable;
  }

  /**
   * The name as Prometheus accepts it: {@code [a-zA-Z_][a-zA-Z0-9_]*}, and not beginning with two
   * underscores, which Prometheus keeps for itself.
   */
  static String labelName(String name) {
    String known = MetricNames.sanitized(name).replace(':', '_');
    int leading = 0;
    while (leading < known.length() && known.charAt(leading) == '_') {
      leading++;
    }
    String rest = known.substring(leading);
    boolean needsUnderscore = leading > 0 || rest.isEmpty() || Character.isDigit(rest.charAt(0));
    String label = needsUnderscore ? '_' + rest : rest;
    return RESERVED.contains(label) ? "exported_" + label : label;
  }
}
