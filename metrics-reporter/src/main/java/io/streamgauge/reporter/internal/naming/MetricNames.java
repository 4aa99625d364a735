package io.streamgauge.reporter.internal.naming;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of families, from Flink's logical scope and the name of the metric.
 *
 * <p>They are those of Flink's own PrometheusReporter: {@code flink_}, the scope and the name,
 * joined by {@code _}, with {@code _} for every character that Prometheus does not know. Below a
 * group named {@value #OURS} the scope is left out:
 *
 * <pre>
 * taskmanager.job.task.operator + numRecordsIn            flink_taskmanager_job_task_operator_numRecordsIn
 * taskmanager.job.task.operator.streamgauge + calls_total streamgauge_calls_total
 * </pre>
 */
public final class MetricNames {

  /** The group below which metrics are ours. */
  public static final String OURS = "streamgauge";

  /**
   * What Flink is asked to put between the parts of a scope: a character that no group's name has.
   */
  public static final char SCOPE_DELIMITER = '\uFFFF';

  private static final String PREFIX_OF_OURS = OURS + "_";

  /** What the names begin with that the reporter and the probes publish. */
  private static final List<String> RESERVED =
      Stream.of("build_info", "reporter_", "probe_", "checkpoint", "job_", "kafka_")
          .map(PREFIX_OF_OURS::concat)
          .collect(Collectors.toUnmodifiableList());

  private MetricNames() {}

  /**
   * What the names of all metrics of a group begin with.
   *
   * @param logicalScope parts joined by {@link #SCOPE_DELIMITER}
   * @param variables the group's variables as Flink has them; a part of the scope below {@value
   *     #OURS} that names one of them is the key of a label and does not join the name
   */
  public static String prefix(String logicalScope, Map<String, String> variables) {
    StringBuilder stock = new StringBuilder("flink_");
    StringBuilder ours = null;
    int start = 0;
    while (start <= logicalScope.length()) {
      int end = logicalScope.indexOf(SCOPE_DELIMITER, start);
      end = end < 0 ? logicalScope.length() : end;
      String part = logicalScope.substring(start, end);
      if (ours != null) {
        if (!variables.containsKey('<' + part + '>')) {
          ours.append(sanitized(part)).append('_');
        }
      } else if (part.equals(OURS) && !variables.containsKey('<' + part + '>')) {
        ours = new StringBuilder(PREFIX_OF_OURS);
      } else {
        stock.append(sanitized(part)).append('_');
      }
      start = end + 1;
    }
    return (ours == null ? stock : ours).toString();
  }

  /** Whether a family is one of ours, so that Prometheus' conventions hold for it. */
  public static boolean isOurs(String familyName) {
    return familyName.startsWith(PREFIX_OF_OURS);
  }

  /** Whether only the reporter and its probes may publish a family, and no job. */
  public static boolean isReserved(String familyName) {
    return isOurs(familyName) && RESERVED.stream().anyMatch(familyName::startsWith);
  }

  /**
   * The logical scope as Flink's own reporter shows it to its {@code allowList}.
   *
   * @param logicalScope parts joined by {@link #SCOPE_DELIMITER}
   */
  public static String dotted(String logicalScope) {
    return Arrays.stream(logicalScope.split(String.valueOf(SCOPE_DELIMITER)))
        .map(MetricNames::sanitized)
        .collect(Collectors.joining("."));
  }

  /** The text with {@code _} for each code point outside {@code [a-zA-Z0-9:_]}. */
  public static String sanitized(String text) {
    int i = 0;
    while (i < text.length() && isKnown(text.charAt(i))) {
      i++;
    }
    return i == text.length() ? text : replaced(text);
  }

  private static String replaced(String text) {
    StringBuilder name = new StringBuilder(text.length());
    text.codePoints().forEach(c -> name.append(c < 0x80 && isKnown((char) c) ? (char) c : '_'));
    return name.toString();
  }

  private static boolean isKnown(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == ':'
        || c == '_';
  }
}
