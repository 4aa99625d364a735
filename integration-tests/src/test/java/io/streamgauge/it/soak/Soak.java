package io.streamgauge.it.soak;

import io.streamgauge.cluster.Distribution;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.KafkaBroker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code integration-tests/soak}. */
@Command(
    name = "integration-tests/soak",
    description =
        "Runs a session cluster under faults: jobs that come, go and fail, a broker that is"
            + " stopped, killed and paused, a slow and broken REST API, three scrapers a second."
            + " Exits 1 if memory, threads, file descriptors or class loaders grow, the log is"
            + " flooded or a part of the load fails.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
final class Soak implements Callable<Integer> {
  private static final int SCRAPERS = 3;
  private static final double ALLOWED_SCRAPE_FAILURES = 0.01;
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(15);
  private static final Duration FAULT_TIME = Duration.ofSeconds(40);
  private static final Duration SHORT_PAUSE = Duration.ofSeconds(5);

  @Option(
      names = "--minutes",
      defaultValue = "20",
      description = "How long the load runs; ${DEFAULT-VALUE} unless given.")
  int minutes;

  @Option(
      names = "--flink",
      paramLabel = "<version>",
      description = "The version of Flink; ${DEFAULT-VALUE} unless given.")
  String version = FlinkDistribution.NEWEST;

  private final long start = System.nanoTime();

  private Soak() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Soak()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Distribution.announceTo(this::print);
    print("starting a Kafka broker and a Flink " + version + " cluster");
    try (SoakStage stage = SoakStage.start(version)) {
      print("logs are in " + stage.cluster().directory() + "/log");
      List<ProcessSampler> samplers =
          stage.cluster().metricsAddresses().entrySet().stream()
              .map(each -> new ProcessSampler(each.getKey(), each.getValue()))
              .toList();
      return report(samplers, runLoad(stage, samplers));
    }
  }

  private List<String> runLoad(SoakStage stage, List<ProcessSampler> samplers) throws Exception {
    try (KafkaProducer<String, String> producer = producer(stage.broker());
        Load load = new Load()) {
      producer.send(new ProducerRecord<>(SoakStage.TOPIC, "record")).get();
      Jobs jobs = new Jobs(stage);
      List<URI> addresses = List.copyOf(stage.cluster().metricsAddresses().values());
      Faults faults = new Faults(stage, FAULT_TIME, load);
      load.repeat("checks of the Kafka job", FAULT_TIME, jobs::keepKafkaJob);
      load.repeat("jobs canceled", SHORT_PAUSE, () -> jobs.runAndCancel(SHORT_PAUSE, load));
      load.repeat("jobs failed", SHORT_PAUSE, jobs::runUntilItFails);
      load.repeat(
          "records",
          Duration.ofMillis(100),
          () -> producer.send(new ProducerRecord<>(SoakStage.TOPIC, "record")).get());
      load.repeat("broker faults", FAULT_TIME, faults::breakBroker);
      load.repeat("REST faults", SHORT_PAUSE, faults::breakRest);
      for (int i = 1; i <= SCRAPERS; i++) {
        Scraper scraper = new Scraper(addresses, i == 1 ? "identity" : "gzip");
        load.repeat(
            "scrapes by client " + i, SCRAPE_INTERVAL, ALLOWED_SCRAPE_FAILURES, scraper::scrape);
      }
      load.repeat("samples", SAMPLE_INTERVAL, () -> sample(stage, samplers));
      load.repeat("minutes", Duration.ZERO, () -> countLines(load, samplers));
      load.hasEndedAfter(Duration.ofMinutes(minutes));
      System.out.println("\n" + load.summary());
      return load.faults();
    }
  }

  private void sample(SoakStage stage, List<ProcessSampler> samplers) {
    long liveJobs = stage.cluster().rest().runningJobs();
    for (ProcessSampler each : samplers) {
      Map<Measure, Double> sample = each.sample(liveJobs);
      print(
          each.record().process()
              + sample.entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .map(value -> ", " + value.getKey().title() + ' ' + text(value))
                  .collect(Collectors.joining()));
    }
  }

  private static String text(Map.Entry<Measure, Double> value) {
    return value.getKey().text(value.getValue());
  }

  private static void countLines(Load load, List<ProcessSampler> samplers) {
    if (!load.hasEndedAfter(Duration.ofMinutes(1))) {
      samplers.forEach(ProcessSampler::countLines);
    }
  }

  private int report(List<ProcessSampler> samplers, List<String> faultsOfLoad) {
    List<String> faults = new ArrayList<>(faultsOfLoad);
    for (ProcessSampler each : samplers) {
      System.out.println(SoakReport.text(each.record(), Duration.ofMinutes(minutes)));
      faults.addAll(Judge.faults(each.record()));
      if (!each.isAlive()) {
        faults.add(each.record().process() + ": ended during the load");
      }
    }
    faults.forEach(each -> System.out.println("FAULT " + each));
    System.out.println(faults.isEmpty() ? "nothing grows and nothing floods" : "");
    return faults.isEmpty() ? 0 : 1;
  }

  private static KafkaProducer<String, String> producer(KafkaBroker broker) {
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
            ProducerConfig.LINGER_MS_CONFIG, 0,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  private void print(String line) {
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    System.out.printf("[%4d s] %s%n", seconds, line);
  }
}
