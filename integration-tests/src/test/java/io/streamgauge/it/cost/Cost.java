package io.streamgauge.it.cost;

import io.streamgauge.cluster.Distribution;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.JvmUsage;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.it.cluster.Clusters;
import io.streamgauge.it.cluster.JobJar;
import io.streamgauge.it.cluster.job.KafkaJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code integration-tests/cost}. */
@Command(
    name = "integration-tests/cost",
    description =
        "Measures heap after GC, metaspace, threads, file descriptors and temporary files of a"
            + " JobManager and a TaskManager without Streamgauge and with more and more of it, and"
            + " prints the table of docs/operations.md.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
final class Cost implements Callable<Integer> {

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description =
          "How long each cluster runs and is scraped before it is measured; ${DEFAULT-VALUE} unless"
              + " given.")
  int seconds;

  private Cost() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Cost()).execute(arguments));
  }

  /**
   * The resources of one process.
   *
   * @param temporary bytes of Streamgauge's files in the temporary directory
   */
  private record Usage(JvmUsage jvm, long temporary) {
    static Usage of(FlinkProcess process, Path directory) throws IOException {
      return new Usage(JvmUsage.of(process.handle()), temporaryBytes(process.handle(), directory));
    }
  }

  private record Usages(Usage jobManager, Usage taskManager) {}

  @Override
  public Integer call() throws Exception {
    Distribution.announceTo(System.err::println);
    Map<Setup, Usages> usages = new EnumMap<>(Setup.class);
    try (KafkaBroker broker =
        KafkaBroker.builder().configure("auto.create.topics.enable", true).start()) {
      sendRecords(broker);
      for (Setup each : Setup.values()) {
        System.err.println("measuring a cluster " + each.title());
        usages.put(each, measure(each, broker));
      }
    }
    System.out.println(table(usages));
    return 0;
  }

  private static void sendRecords(KafkaBroker broker) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < 1_000; i++) {
        producer.send(new ProducerRecord<>(Setup.GROUP, "record")).get();
      }
    }
  }

  private Usages measure(Setup setup, KafkaBroker broker) throws Exception {
    try (FlinkCluster cluster =
        setup
            .cluster(broker.bootstrapServers())
            .jvmOptions("-XX:SoftRefLRUPolicyMSPerMB=0")
            .start()) {
      run(cluster, broker);
      scrape(cluster, setup);
      Path directory = cluster.directory().resolve("tmp");
      return new Usages(
          Usage.of(cluster.jobManager(), directory),
          Usage.of(cluster.taskManagers().get(0), directory));
    }
  }

  private static void run(FlinkCluster cluster, KafkaBroker broker) {
    List<Path> connector = FlinkDistribution.of(FlinkDistribution.NEWEST).kafkaConnector();
    Path jar = JobJar.write(cluster.directory().resolve("job.jar"), connector);
    String script = Clusters.directory(cluster, "script").toString();
    List<String> arguments = List.of(broker.bootstrapServers(), Setup.GROUP, script, "2000");
    String id =
        cluster.rest().run(cluster.rest().upload(jar), KafkaJob.class.getName(), 2, arguments);
    Clusters.awaitTasks(cluster, id);
  }

  private void scrape(FlinkCluster cluster, Setup setup) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (System.nanoTime() < end) {
      if (setup != Setup.NONE) {
        cluster.metricsAddresses().values().forEach(Exposition::scrape);
      }
      never.await(2, TimeUnit.SECONDS);
    }
  }

  /** Both processes share the directory; the open lock files show which folders are whose. */
  private static long temporaryBytes(ProcessHandle process, Path directory) throws IOException {
    Set<Path> folders = new HashSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc", process.pid() + "", "fd"))) {
      for (Path each : open.toList()) {
        Path file = Files.readSymbolicLink(each);
        if (file.startsWith(directory)) {
          folders.add(directory.resolve(directory.relativize(file).getName(0)));
        }
      }
    }
    long bytes = 0;
    for (Path folder : folders) {
      if (folder.getFileName().toString().startsWith("streamgauge-")) {
        bytes += bytes(folder);
      }
    }
    return bytes;
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }

  private static String table(Map<Setup, Usages> usages) {
    StringBuilder table =
        new StringBuilder(
            """
            | | heap, MB | metaspace, MB | threads | file descriptors | temporary files, MB |
            |---|---|---|---|---|---|
            """);
    appendRows(table, "JobManager", usages, Usages::jobManager);
    appendRows(table, "TaskManager", usages, Usages::taskManager);
    return table.toString();
  }

  private static void appendRows(
      StringBuilder table,
      String process,
      Map<Setup, Usages> usages,
      Function<Usages, Usage> ofProcess) {
    Usage base = ofProcess.apply(Objects.requireNonNull(usages.get(Setup.NONE)));
    usages.forEach(
        (setup, both) -> {
          Usage usage = ofProcess.apply(both);
          table.append("| ").append(process).append(' ').append(setup.title());
          cell(table, usage, base, each -> each.jvm().heap() / 1e6, 1);
          cell(table, usage, base, each -> each.jvm().metaspace() / 1e6, 1);
          cell(table, usage, base, each -> each.jvm().threads(), 0);
          cell(table, usage, base, each -> each.jvm().files(), 0);
          cell(table, usage, base, each -> each.temporary() / 1e6, 1);
          table.append(" |\n");
        });
  }

  private static void cell(
      StringBuilder table, Usage usage, Usage base, ToDoubleFunction<Usage> quantity, int digits) {
    double value = quantity.applyAsDouble(usage);
    String format = " | %." + digits + "f" + (usage.equals(base) ? "" : " (%+." + digits + "f)");
    table.append(String.format(Locale.ROOT, format, value, value - quantity.applyAsDouble(base)));
  }
}
