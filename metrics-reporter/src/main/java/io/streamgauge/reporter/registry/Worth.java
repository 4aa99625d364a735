package io.streamgauge.reporter.registry;

import io.streamgauge.reporter.naming.MetricNames;

/** How much a family is worth when there are more series than the budget allows, least first. */
enum Worth {
  KAFKA_CLIENT,
  SPLIT,
  TASK_HISTOGRAM,
  OTHER,
  /** Job, checkpoint and restart metrics and our own: never dropped. */
  KEPT;

  static Worth of(String family, SourceKind firstKind) {
    if (MetricNames.isOurs(family) || family.startsWith("flink_jobmanager_job_")) {
      return KEPT;
    }
    if (family.contains("_KafkaConsumer_") || family.contains("_KafkaProducer_")) {
      return KAFKA_CLIENT;
    }
    if (family.contains("_split_") || family.contains("_KafkaSourceReader_topic_partition_")) {
      return SPLIT;
    }
    boolean isOfTask = family.startsWith("flink_taskmanager_job_");
    return isOfTask && firstKind == SourceKind.QUANTILES ? TASK_HISTOGRAM : OTHER;
  }
}
