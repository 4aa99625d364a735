package io.streamgauge.kafka.settings;

import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.Lists;
import io.streamgauge.reporter.probe.OptionType;
import io.streamgauge.reporter.probe.ProbeOptions;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The options of the probe; its {@code probe.properties} and a table in {@code
 * docs/configuration.md} are made of them.
 */
public final class KafkaOptions {

  private static final OptionType<NamePatterns> NAMES =
      OptionType.listOf("names").map(NamePatterns::of);

  private static final OptionType<NamePatterns> SOURCE_NAMES =
      OptionType.SOURCES.map(NamePatterns::of);

  static final OptionType<Path> PATH =
      OptionType.text("path", "it must be a path", KafkaOptions::path);

  public static final ConfigOption<Boolean> ENABLED =
      ConfigOption.of(ProbeOptions.ENABLED, OptionType.BOOLEAN)
          .defaultIs("true where any other key of the probe is set")
          .example("false")
          .description("Whether the probe runs.");

  public static final ConfigOption<Duration> INTERVAL = ProbeOptions.interval("30 s", "1 min");

  public static final ConfigOption<Duration> TIMEOUT = ProbeOptions.timeout("20 s", "30 s");

  public static final ConfigOption<String> PROPERTIES =
      ConfigOption.of(
              "<cluster>.properties.<property>", OptionType.text("any property of Kafka's client"))
          .example("main.properties.bootstrap.servers: broker-1:9092,broker-2:9092")
          .description(
              "Passed to Kafka's client as it is; bootstrap.servers must be there, here or in the"
                  + " file. Properties of your own classes belong in the file.");

  public static final ConfigOption<Path> PROPERTIES_FILE =
      ConfigOption.of("<cluster>.properties-file", PATH)
          .example("/etc/streamgauge/kafka-main.properties")
          .description(
              "A properties file with client properties, for secrets; ${env:X} in it is replaced."
                  + " What stands in the configuration itself wins.");

  public static final ConfigOption<List<String>> CLASSPATH =
      ConfigOption.of(
              "<cluster>.classpath",
              OptionType.text(
                  "paths of jars and directories between commas",
                  PATH.rule(),
                  KafkaOptions::entries))
          .example("/opt/kafka/aws-msk-iam-auth.jar")
          .description(
              "Jars that the client needs beside its own: login modules and callback handlers, or"
                  + " compression for read-records.");

  public static final ConfigOption<NamePatterns> SOURCES =
      ConfigOption.of("<cluster>.sources", SOURCE_NAMES)
          .defaultIs("all, where one cluster is configured; none where several are")
          .example("orders-job/*, billing/Source: payments")
          .description(
              "The sources that read this cluster, by the names of job and operator: a name without"
                  + " / or * matches none and is reported. A source that matches two clusters"
                  + " belongs to none.");

  public static final ConfigOption<Isolation> ISOLATION =
      ConfigOption.of("<cluster>.isolation", OptionType.oneOf(Isolation.class))
          .defaultsTo("read_uncommitted")
          .example("read_committed")
          .description("The isolation.level of the sources and groups of this cluster.");

  public static final ConfigOption<NamePatterns> GROUP_SOURCES =
      ConfigOption.of("<cluster>.group.<group>.sources", SOURCE_NAMES)
          .neededStandalone()
          .example("main.group.orders-v2.sources: orders-job/*")
          .description(
              "The sources that commit as this group: the JobManager publishes its committed lag,"
                  + " and it stands in where a source has no position yet.");

  public static final ConfigOption<Isolation> GROUP_ISOLATION =
      ConfigOption.of("<cluster>.group.<group>.isolation", OptionType.oneOf(Isolation.class))
          .defaultIs("that of the cluster")
          .example("read_committed")
          .description("The isolation.level of this group and its sources.");

  public static final ConfigOption<NamePatterns> GROUPS =
      ConfigOption.of("<cluster>.groups", NAMES)
          .neededStandalone()
          .example("orders-*, billing")
          .description(
              "Further groups whose committed lag the leading JobManager and the stand-alone run"
                  + " publish. Of the groups that a * selects, those with names longer than 500"
                  + " characters are ignored and reported.");

  public static final ConfigOption<NamePatterns> GROUPS_EXCLUDED =
      ConfigOption.of("<cluster>.groups-excluded", NAMES)
          .example("console-consumer-*")
          .description("Groups that groups selects and that are left out nevertheless.");

  public static final ConfigOption<NamePatterns> TOPICS =
      ConfigOption.of("<cluster>.topics", NAMES)
          .defaultsTo("*")
          .example("orders, payments-*")
          .description("The topics looked at.");

  public static final ConfigOption<NamePatterns> TOPICS_EXCLUDED =
      ConfigOption.of("<cluster>.topics-excluded", NAMES)
          .example("*-dlq")
          .description("Topics that topics selects and that are left out nevertheless.");

  public static final ConfigOption<Boolean> READ_RECORDS =
      ConfigOption.of("<cluster>.read-records", OptionType.BOOLEAN)
          .defaultsTo("false")
          .example("true")
          .description(
              "Whether the first unread record may be read, key, value and all, to learn its"
                  + " timestamp where offsets do not tell it: exact on transactional topics. Needs"
                  + " the right to read.");

  public static final ConfigOption<Integer> PARTITIONS_LIMIT =
      ConfigOption.of("partitions-limit", OptionType.number("partitions"))
          .defaultsTo("10000")
          .example("2000")
          .description(
              "Over so many partitions of all groups of a cluster the groups alone are published;"
                  + " over so many that the sources of a TaskManager read, their number alone.");

  public static final ConfigOption<Integer> QUERIES_LIMIT =
      ConfigOption.of("queries-limit", OptionType.number("queries"))
          .defaultsTo("50000")
          .example("5000")
          .description(
              "How many timestamps a cluster is asked for in one cycle; the largest lags come"
                  + " first, the others follow in the next cycles.");

  public static final ConfigOption<Duration> WINDOW =
      ConfigOption.of("window", OptionType.DURATION)
          .defaultsTo("5 min")
          .example("10 min")
          .description("How long a source must stand still before it counts as stalled.");

  public static final ConfigOption<Duration> COMMIT_WINDOW =
      ConfigOption.of("commit-window", OptionType.DURATION)
          .defaultsTo("15 min")
          .example("1 h")
          .description(
              "How long committed offsets must stand still before a group counts as stalled or"
                  + " stopped: three checkpoint intervals of the slowest job, or longer.");

  public static final ProbeOptions ALL =
      ProbeOptions.of("kafka", ConfigOption.declaredIn(KafkaOptions.class));

  private KafkaOptions() {}

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns the entries between commas, or between the separators that a class path has. */
  private static Optional<List<String>> entries(String text) {
    return Optional.of(
        Lists.parse(text.replace(File.pathSeparatorChar, ',')).stream()
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toUnmodifiableList()));
  }
}
