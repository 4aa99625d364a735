package io.streamgauge.reporter.internal.naming;

import java.util.regex.Pattern;

/** Distinguishes Flink's own families from families named by jobs; knows only their names. */
public final class FlinkNames {

  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
  private static final String COORDINATOR = "flink_jobmanager_job_operator_";

  /** Metrics that Flink, its SQL and its Kafka connector register in the group of an operator. */
  private static final Pattern OF_OPERATORS =
      Pattern.compile(
          "num(Records|Bytes)(In|Out|Send)(PerSecond|Errors)?"
              + "|current(Input\\d*|Output)Watermark|watermark(Lag|Latency|AlignmentDrift)"
              + "|(n|(left|right)N)um(Late|NullRowTime)RecordsDropped"
              + "|(l|(left|right)L)ateRecordsDroppedRate"
              + "|current(Emit|Fetch)EventTimeLag|currentSendTime|sourceIdleTime"
              + "|pending(Records|Bytes|Committables)"
              + "|(total|successful|failed|retried|alreadyCommitted)Committables"
              + "|(split_watermark|asyncStateProcessing|KafkaSourceReader|KafkaProducer"
              + "|KafkaConsumer|DynamicKafkaSource)_.*"
              + "|cache_(hitCount|missCount|loadCount|numLoadFailures|latestLoadTime"
              + "|numCached(Records|Bytes))|topn_cache_(hitRate|size)"
              + "|aec_.*|bundle(Size|Ratio)|(.*_)?rocksdb_.*"
              + "|.*_(value|list|map|aggregating|reducing)State[A-Za-z]+(Latency|Size)");

  private static final Pattern TEXT =
      Pattern.compile(
          "flink_jobmanager_job_lastCheckpointExternalPath"
              + "|.*_Kafka(Consumer|Producer)_(version|commit_id)"
              + "|.*_KafkaProducer_start_time_ms");

  private FlinkNames() {}

  /**
   * Whether a family is Flink's own. A job can name metrics only in the groups of operators and of
   * their coordinators.
   */
  public static boolean isFlinks(String family) {
    if (family.startsWith(OPERATOR)) {
      return OF_OPERATORS.matcher(family.substring(OPERATOR.length())).matches();
    }
    return family.startsWith(COORDINATOR)
        ? family.endsWith("_unassignedSplits")
        : !MetricNames.isOurs(family);
  }

  /** Whether the JobManager publishes the family for each job that it runs. */
  public static boolean isOfJobMaster(String family) {
    return family.startsWith("flink_jobmanager_job_") && !family.startsWith(COORDINATOR);
  }

  /**
   * Whether a Flink family never has a true number: its values are texts, or values of a Kafka
   * producer in whose place Flink's sink reports 0, because they are no doubles.
   */
  public static boolean isText(String family) {
    return TEXT.matcher(family).matches();
  }
}
