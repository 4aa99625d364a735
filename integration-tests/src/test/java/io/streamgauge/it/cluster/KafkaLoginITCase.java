package io.streamgauge.it.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaListener;
import io.streamgauge.cluster.KafkaLogin;
import io.streamgauge.cluster.PluginJar;
import io.streamgauge.it.cluster.job.KafkaJob;
import io.streamgauge.it.cluster.job.Script;
import io.streamgauge.limits.WaitLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped jar in {@code lib/} logs in to Kafka with the user's ordinary properties, in
 * processes where a job's own source does so too.
 */
@Tag("slow")
class KafkaLoginITCase {

  private static final String USER = "watcher";
  private static final String PASSWORD = "canary-d41d8cd98f";
  private static final String PROPERTIES = "metrics.reporter.streamgauge.kafka.main.properties.";
  private static final long SHORT = 500;

  static Stream<Arguments> logins() {
    KafkaLogin plain = KafkaLogin.plain(USER, PASSWORD);
    KafkaLogin scram = KafkaLogin.scramSha512(USER, PASSWORD);
    return Stream.of(
            Arguments.of(FlinkDistribution.NEWEST, KafkaListener.SASL_PLAINTEXT, plain),
            Arguments.of(FlinkDistribution.OLDEST, KafkaListener.SASL_SSL, scram))
        .limit(Scale.isMatrix() ? 2 : 1);
  }

  /** On the JobManager the monitor is first, on the TaskManager the first of the jobs. */
  @ParameterizedTest
  @MethodSource("logins")
  void monitorAndJobsLogInBesideEachOther(String version, KafkaListener listener, KafkaLogin login)
      throws Exception {
    KafkaBroker broker = secured();
    Map<String, String> properties = broker.client(listener, login);
    awaitCoordinator(properties);
    try (LagStage stage = stage(version, broker, List.of("first", "second"), properties)) {
      awaitUp(stage.jobManager());

      for (String job : List.of("first", "second")) {
        stage.createTopics(job);
        stage.script(job).write(Script.RUN);
        stage.send(job, 100);
        stage.run(KafkaJob.class, arguments(stage, job, properties));
        stage.await("no lag", stage.taskManager(), job, it -> it.sourceIs("live", 0));
        stage.await("no lag of its group", stage.jobManager(), job, it -> it.committedIs(0));
      }

      assertThat(stage.cluster().processes())
          .allSatisfy(each -> assertThat(FlinkLogs.complaints(each)).isEmpty())
          .allSatisfy(KafkaLoginITCase::tellsNoSecret);
    }
  }

  /** The first question about a group makes a new broker create the topic of commits. */
  private static void awaitCoordinator(Map<String, String> properties) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(properties))) {
      admin
          .listConsumerGroupOffsets("first")
          .partitionsToOffsetAndMetadata()
          .get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  @MatrixOnly
  void oauthBearerIsRefusedInsideFlinkWithItsReason() {
    KafkaBroker broker = secured();
    Map<String, String> properties =
        broker.client(KafkaListener.SASL_PLAINTEXT, KafkaLogin.unsecuredToken(USER));
    try (LagStage stage = stage(FlinkDistribution.NEWEST, broker, List.of("group"), properties)) {
      Await.until(
          "the refusal in " + stage.jobManager().log(),
          WaitLimit.LIMIT,
          () ->
              FlinkLogs.lines(stage.jobManager()).stream()
                  .anyMatch(line -> line.contains("OAUTHBEARER cannot be used inside Flink")));

      Exposition published = Exposition.scrape(stage.jobManager().metricsAddress().orElseThrow());
      assertThat(up(published)).hasValue(0);
      assertThat(published.samples("streamgauge_probe_errors_total"))
          .filteredOn(each -> each.label("probe").equals("kafka-lag") && each.number() > 0)
          .extracting(each -> each.label("reason"))
          .containsExactly("configuration");
    }
  }

  @Test
  @MatrixOnly
  void oauthBearerWorksStandAlone(@TempDir Path folder) throws Exception {
    try (KafkaBroker broker = secured()) {
      Process monitor = standAlone(broker, folder);
      try {
        URI address = URI.create("http://127.0.0.1:" + port(monitor) + "/metrics");

        Await.until(
            "the probe to be up",
            WaitLimit.LIMIT,
            () -> up(Exposition.scrape(address)).equals(OptionalDouble.of(1)));
      } finally {
        monitor.destroy();
        assertThat(monitor.waitFor(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static Process standAlone(KafkaBroker broker, Path folder) throws IOException {
    Properties configuration = new Properties();
    configuration.setProperty("host", "127.0.0.1");
    configuration.setProperty("port", "0");
    configuration.setProperty("kafka.interval", "1 s");
    configuration.setProperty("kafka.main.groups", "*");
    broker
        .client(KafkaListener.SASL_PLAINTEXT, KafkaLogin.unsecuredToken(USER))
        .forEach((key, value) -> configuration.setProperty("kafka.main.properties." + key, value));
    Path file = folder.resolve("monitor.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      configuration.store(writer, "the monitor's");
    }
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder,
            "-jar",
            PluginJar.built().toString(),
            "--config",
            file.toString())
        .redirectError(folder.resolve("monitor.log").toFile())
        .start();
  }

  private static String port(Process monitor) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(monitor.getInputStream(), UTF_8));
    return output.readLine().replaceFirst("Serving metrics on port (\\d+), .*", "$1");
  }

  private static KafkaBroker secured() {
    return KafkaBroker.builder().secured().superUser(USER, PASSWORD).start();
  }

  private static LagStage stage(
      String version, KafkaBroker broker, List<String> groups, Map<String, String> properties) {
    return LagStage.start(
        version,
        broker,
        groups,
        cluster -> {
          properties.forEach((key, value) -> cluster.configure(PROPERTIES + key, value));
          return cluster.slots(2);
        });
  }

  private static Object[] arguments(LagStage stage, String job, Map<String, String> properties) {
    return Stream.concat(
            Stream.of(job, stage.scriptDirectory(job), SHORT),
            properties.entrySet().stream().map(each -> each.getKey() + '=' + each.getValue()))
        .toArray();
  }

  private static void awaitUp(FlinkProcess process) {
    Await.until(
        "the probe to be up, log " + process.log(),
        WaitLimit.LIMIT,
        () ->
            up(Exposition.scrape(process.metricsAddress().orElseThrow()))
                .equals(OptionalDouble.of(1)));
  }

  /** 1 if the probe's last look succeeded, 0 if not; empty before the first. */
  private static OptionalDouble up(Exposition published) {
    return published.samples("streamgauge_probe_up").stream()
        .filter(each -> each.label("probe").equals("kafka-lag"))
        .mapToDouble(Exposition.Sample::number)
        .findFirst();
  }

  private static void tellsNoSecret(FlinkProcess process) {
    assertThat(FlinkLogs.lines(process)).noneMatch(line -> line.contains(PASSWORD));
    assertThat(Exposition.scrape(process.metricsAddress().orElseThrow()).samples())
        .noneMatch(each -> each.toString().contains(PASSWORD));
  }
}
