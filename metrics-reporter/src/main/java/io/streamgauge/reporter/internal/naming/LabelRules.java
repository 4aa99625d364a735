package io.streamgauge.reporter.internal.naming;

import io.streamgauge.reporter.snapshot.Labels;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Turns Flink's variables, and the labels that probes publish, into the labels that are exposed:
 * which labels are left out, their names, their values and their number. Immutable.
 */
public final class LabelRules {

  /** Names that the text format gives a meaning of its own. */
  private static final Set<String> RESERVED = Set.of("le", "quantile");

  /** Labels that stay when there are too many. */
  private static final Set<String> FLINKS =
      Set.of(
          "host",
          "tm_id",
          "job_id",
          "job_name",
          "task_id",
          "task_name",
          "task_attempt_id",
          "task_attempt_num",
          "subtask_index",
          "operator_id",
          "operator_name");

  private static final TextLimit NAME_LIMIT = new TextLimit(128);

  private final Set<String> excluded;

  /** The names of the labels of excluded variables. */
  private final Set<String> excludedLabels;

  private final boolean filterValues;
  private final LabelLimits limits;
  private final BiConsumer<Adjustment, String> adjusted;

  /**
   * Rules.
   *
   * @param excluded names of variables, without brackets, that do not become labels
   * @param filterValues whether {@code _} replaces every character of a value outside {@code
   *     [a-zA-Z0-9:_]}, as Flink's own reporter does by default
   * @param adjusted gets each adjustment with the name of the label
   */
  public LabelRules(
      Set<String> excluded,
      boolean filterValues,
      LabelLimits limits,
      BiConsumer<Adjustment, String> adjusted) {
    this.excluded = Set.copyOf(excluded);
    this.excludedLabels =
        excluded.stream()
            .filter(variable -> !variable.isEmpty())
            .map(LabelRules::labelName)
            .collect(Collectors.toUnmodifiableSet());
    this.filterValues = filterValues;
    this.limits = limits;
    this.adjusted = adjusted;
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
    Map<String, String> included = new TreeMap<>(variables);
    included.keySet().removeIf(variable -> excluded.contains(withoutBrackets(variable)));
    return Labels.of(altered(named(included)));
  }

  /** The limit of a family's name, of which Prometheus makes the value of a label. */
  public TextLimit nameLimit() {
    return limits.nameLimit();
  }

  /** Applies the rules to labels that a probe publishes; returns the same ones if they comply. */
  public Labels applied(Labels labels) {
    List<String> names = labels.names();
    boolean comply =
        !filterValues
            && labels.text().length <= limits.valueLimit().bytes()
            && names.size() <= limits.labels()
            && Collections.disjoint(names, excludedLabels);
    if (comply) {
      return labels;
    }
    Map<String, String> included = labels.toMap();
    included.keySet().removeAll(excludedLabels);
    return Labels.of(altered(included));
  }

  private Map<String, String> altered(Map<String, String> labels) {
    Map<String, String> altered = labels.size() > limits.labels() ? fewer(labels) : labels;
    altered.replaceAll(this::value);
    return altered;
  }

  private Map<String, String> fewer(Map<String, String> labels) {
    List<String> kept =
        labels.keySet().stream()
            .sorted(Comparator.comparing((String name) -> !FLINKS.contains(name)))
            .limit(limits.labels())
            .collect(Collectors.toList());
    Map<String, String> fewer = new TreeMap<>(labels);
    fewer.keySet().retainAll(kept);
    labels.keySet().stream()
        .filter(name -> !fewer.containsKey(name))
        .findFirst()
        .ifPresent(name -> adjusted.accept(Adjustment.LABELS_REMOVED, name));
    return fewer;
  }

  /** Returns the exposed value of a label; a value that complies stays as it is. */
  public String value(String name, String value) {
    String filtered = filterValues ? MetricNames.sanitized(value) : value;
    String shortened = limits.valueLimit().apply(filtered);
    if (!shortened.equals(filtered)) {
      adjusted.accept(Adjustment.LABEL_VALUE_SHORTENED, name);
    }
    return shortened;
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
   * The name as Prometheus accepts it: {@code [a-zA-Z_][a-zA-Z0-9_]*}, not beginning with two
   * underscores, which Prometheus keeps for itself, and of 128 characters at most.
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
    return RESERVED.contains(label) ? "exported_" + label : NAME_LIMIT.apply(label);
  }
}
