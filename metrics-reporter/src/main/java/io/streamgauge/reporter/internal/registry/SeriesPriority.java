package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.FlinkNames;
import io.streamgauge.reporter.internal.naming.MetricNames;

/** The order in which families are dropped when a scrape exceeds the budget, the first first. */
enum SeriesPriority {
  KAFKA_CLIENT,
  /** Named by the job, also below a group named {@code streamgauge}. */
  USER,
  SPLIT,
  /** Families of {@code udf-metrics}, which the catalogue lists. */
  INSTRUMENTATION,
  TASK_HISTOGRAM,
  /** All other Flink metrics. */
  FLINK,
  /** State, restarts and checkpoints of jobs: never dropped. */
  JOB;

  static SeriesPriority of(String family, SourceKind firstKind, Catalogue catalogue) {
    if (MetricNames.isOurs(family)) {
      return catalogue.contains(family) ? INSTRUMENTATION : USER;
    }
    if (FlinkNames.isOfJobMaster(family)) {
      return JOB;
    }
    if (!FlinkNames.isFlinks(family)) {
      return USER;
    }
    if (family.contains("_KafkaConsumer_") || family.contains("_KafkaProducer_")) {
      return KAFKA_CLIENT;
    }
    if (family.contains("_split_watermark_")
        || family.contains("_KafkaSourceReader_topic_partition_")) {
      return SPLIT;
    }
    boolean isOfTask = family.startsWith("flink_taskmanager_job_");
    return isOfTask && firstKind == SourceKind.QUANTILES ? TASK_HISTOGRAM : FLINK;
  }
}
