package io.streamgauge.kafka.source;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the labels of a source's metrics say: whose metric it is, and what its series carry. */
final class SourceLabels {

  /** The job, the operator and the process; no subtask, so that a partition has one series. */
  private static final List<String> OF_SERIES =
      List.of(
          "host",
          "tm_id",
          "job_id",
          "job_name",
          "task_id",
          "task_name",
          "operator_id",
          "operator_name");

  private SourceLabels() {}

  static Map<String, String> ofSeries(Map<String, String> labels) {
    Map<String, String> found = new TreeMap<>(labels);
    found.keySet().retainAll(OF_SERIES);
    return found;
  }

  /** The same for all metrics of a partition that a subtask reads. */
  static String split(Map<String, String> labels) {
    String name = labels.get("split");
    return operator(labels)
        + '/'
        + (name == null ? labels.get("topic") + '-' + labels.get("partition") : name);
  }

  /** The same for all metrics of an operator's subtask. */
  static String operator(Map<String, String> labels) {
    return joined(labels, "job_id", "operator_id", "subtask_index");
  }

  /** The same for all metrics of a task's subtask, whichever of its operators they are about. */
  static String subtask(Map<String, String> labels) {
    return joined(labels, "job_id", "task_id", "subtask_index");
  }

  private static String joined(Map<String, String> labels, String... names) {
    StringBuilder key = new StringBuilder();
    for (String name : names) {
      key.append(labels.get(name)).append('/');
    }
    return key.toString();
  }
}
