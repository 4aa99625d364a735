package io.streamgauge.kafka.settings;

/** The keys of the probe; the table in {@code docs/configuration.md} is made of them. */
public enum KafkaOption {
  PROPERTIES(
      "<cluster>.properties.<property>",
      "any property of Kafka's client",
      "none",
      "main.properties.bootstrap.servers: broker-1:9092,broker-2:9092",
      "Passed to Kafka's client as it is; bootstrap.servers must be there, here or in the file."
          + " Properties of your own classes belong in the file."),
  PROPERTIES_FILE(
      "<cluster>.properties-file",
      "path",
      "none",
      "/etc/streamgauge/kafka-main.properties",
      "A properties file with client properties, for secrets; ${env:X} in it is replaced. What"
          + " stands in the configuration itself wins."),
  CLASSPATH(
      "<cluster>.classpath",
      "paths of jars and directories between commas",
      "none",
      "/opt/kafka/aws-msk-iam-auth.jar",
      "Jars that the client needs beside its own: login modules and callback handlers, or"
          + " compression for read-records."),
  SOURCES(
      "<cluster>.sources",
      "list of <job>/<operator>",
      "all, where one cluster is configured; none where several are",
      "orders-job/*, billing/Source: payments",
      "The sources that read this cluster, by the names of job and operator: a name without / or *"
          + " matches none and is reported. A source that matches two clusters belongs to none."),
  ISOLATION(
      "<cluster>.isolation",
      "read_uncommitted or read_committed",
      "read_uncommitted",
      "read_committed",
      "The isolation.level of the sources and groups of this cluster."),
  GROUP_SOURCES(
      "<cluster>.group.<group>.sources",
      "list of <job>/<operator>",
      "none",
      "main.group.orders-v2.sources: orders-job/*",
      "The sources that commit as this group: the JobManager publishes its committed lag, and it"
          + " stands in where a source has no position yet."),
  GROUP_ISOLATION(
      "<cluster>.group.<group>.isolation",
      "read_uncommitted or read_committed",
      "that of the cluster",
      "read_committed",
      "The isolation.level of this group and its sources."),
  GROUPS(
      "<cluster>.groups",
      "list of names",
      "none",
      "orders-*, billing",
      "Further groups whose committed lag the leading JobManager and the stand-alone run publish."
          + " Of the groups that a * selects, those with names longer than 500 characters are"
          + " ignored and reported."),
  GROUPS_EXCLUDED(
      "<cluster>.groups-excluded",
      "list of names",
      "none",
      "console-consumer-*",
      "Groups that groups selects and that are left out nevertheless."),
  TOPICS("<cluster>.topics", "list of names", "*", "orders, payments-*", "The topics looked at."),
  TOPICS_EXCLUDED(
      "<cluster>.topics-excluded",
      "list of names",
      "none",
      "*-dlq",
      "Topics that topics selects and that are left out nevertheless."),
  READ_RECORDS(
      "<cluster>.read-records",
      "boolean",
      "false",
      "true",
      "Whether the first unread record may be read, key, value and all, to learn its timestamp"
          + " where offsets do not tell it: exact on transactional topics. Needs the right to"
          + " read."),
  PARTITIONS_LIMIT(
      "partitions-limit",
      "number of partitions",
      "10000",
      "2000",
      "Over so many partitions of all groups of a cluster the groups alone are published; over so"
          + " many that the sources of a TaskManager read, their number alone."),
  QUERIES_LIMIT(
      "queries-limit",
      "number of queries",
      "50000",
      "5000",
      "How many timestamps a cluster is asked for in one cycle; the largest lags come first, the"
          + " others follow in the next cycles."),
  WINDOW(
      "window",
      "duration",
      "5 min",
      "10 min",
      "How long a source must stand still before it counts as stalled."),
  COMMIT_WINDOW(
      "commit-window",
      "duration",
      "15 min",
      "1 h",
      "How long committed offsets must stand still before a group counts as stalled or stopped:"
          + " three checkpoint intervals of the slowest job, or longer.");

  private final String key;
  private final String type;
  private final String defaultValue;
  private final String example;
  private final String description;

  KafkaOption(String key, String type, String defaultValue, String example, String description) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.example = example;
    this.description = description;
  }

  /** The key, behind {@code metrics.reporter.streamgauge.kafka.}. */
  public String key() {
    return key;
  }

  public String type() {
    return type;
  }

  /** As the user would write it; {@code none} where there is none. */
  public String defaultValue() {
    return defaultValue;
  }

  public String example() {
    return example;
  }

  public String description() {
    return description;
  }
}
