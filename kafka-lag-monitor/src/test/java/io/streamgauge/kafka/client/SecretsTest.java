package io.streamgauge.kafka.client;

import static io.streamgauge.kafka.testing.Connections.in;
import static io.streamgauge.kafka.testing.Connections.soon;
import static io.streamgauge.kafka.testing.RealKafka.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.streamgauge.cluster.FreePorts;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaListener;
import io.streamgauge.cluster.KafkaLogin;
import io.streamgauge.cluster.SilentServer;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.kafka.testing.LogRecorder;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each secret is a canary: wherever one is heard, there is a leak. */
@Tag("slow")
class SecretsTest {

  private static final String CANARY = "canary";
  private static final String JAAS = "sasl.jaas.config";

  private static RealKafka kafka;
  private static SilentServer silent;

  private final Path directory;

  SecretsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void startServers() throws Exception {
    kafka = RealKafka.start(KafkaBroker.builder().superUser("owner", "canary-owner"));
    kafka.topic("river", 1);
    kafka.write(new Partition("river", 0), present(1));
    silent = SilentServer.start();
  }

  @AfterAll
  static void stopServers() {
    silent.close();
    kafka.close();
  }

  static Stream<Arguments> failures() {
    KafkaLogin wrong = KafkaLogin.plain("owner", "canary-wrong");
    String plain = String.valueOf(wrong.properties().get(JAAS));
    Map<String, String> right =
        kafka
            .broker()
            .client(KafkaListener.SASL_SSL, KafkaLogin.scramSha512("owner", "canary-owner"));
    Map<String, String> refused = kafka.broker().client(KafkaListener.SASL_PLAINTEXT, wrong);
    return Stream.of(
        failure("a wrong password", ProbeError.AUTHENTICATION, refused, Map.of()),
        failure(
            "a wrong password of another mechanism",
            ProbeError.AUTHENTICATION,
            kafka
                .broker()
                .client(
                    KafkaListener.SASL_PLAINTEXT, KafkaLogin.scramSha256("owner", "canary-wrong")),
            Map.of()),
        failure(
            "a login without its end",
            ProbeError.CONFIGURATION,
            right,
            Map.of(JAAS, plain.replace(";", ""))),
        failure(
            "a login with a quote too many",
            ProbeError.CONFIGURATION,
            right,
            Map.of(JAAS, plain.replace("canary-wrong", "canary\" canary"))),
        failure(
            "a login of one word", ProbeError.CONFIGURATION, right, Map.of(JAAS, "canary-alone")),
        failure(
            "a login module that is not there",
            ProbeError.CONFIGURATION,
            right,
            Map.of(JAAS, wrong.module("own.NoSuchModule").properties().get(JAAS) + "")),
        failure(
            "a trust store that does not open",
            ProbeError.CONFIGURATION,
            right,
            Map.of("ssl.truststore.password", "canary-of-the-store")),
        failure(
            "a key that is none",
            ProbeError.CONFIGURATION,
            right,
            Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.key",
                "canary-key",
                "ssl.keystore.certificate.chain",
                "canary-certificate")),
        failure(
            "a secret at the wrong place",
            ProbeError.CONFIGURATION,
            right,
            Map.of("request.timeout.ms", "canary-misplaced")),
        failure(
            "a handler that is not there",
            ProbeError.CONFIGURATION,
            right,
            Map.of("sasl.login.callback.handler.class", "canary.NoSuchHandler")),
        failure(
            "a name that cannot be resolved",
            ProbeError.UNREACHABLE,
            right,
            Map.of("bootstrap.servers", "no-such-host.invalid:9092")),
        failure(
            "a port that nobody listens to",
            ProbeError.UNREACHABLE,
            right,
            Map.of("bootstrap.servers", "127.0.0.1:" + FreePorts.next())),
        failure(
            "a server that never answers",
            ProbeError.UNREACHABLE,
            right,
            Map.of("bootstrap.servers", silent.address())));
  }

  private static Arguments failure(
      String name, ProbeError reason, Map<String, String> client, Map<String, String> changed) {
    Map<String, String> all = new HashMap<>(client);
    all.putAll(changed);
    all.put("own.secret", "canary-own");
    return Arguments.of(name, reason, all);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void noFailureTellsASecretOfTheConfiguration(
      String name, ProbeError reason, Map<String, String> client) {
    failsInSilence(reason, Connections.prefixed(client));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void noFailureTellsASecretOfTheFileOrTheEnvironment(
      String name, ProbeError reason, Map<String, String> client) throws IOException {
    Path file = directory.resolve("client.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      Properties properties = new Properties();
      client.forEach((key, value) -> properties.put(key, value.replace(CANARY, "${env:BIRD}")));
      properties.store(writer, null);
    }
    failsInSilence(reason, Map.of("properties-file", file.toString()));
  }

  private static void failsInSilence(ProbeError reason, Map<String, String> keys) {
    try (LogRecorder log = LogRecorder.open()) {
      Throwable failure = catchThrowable(() -> ask(keys));

      assertThat(failure)
          .isInstanceOfSatisfying(
              ProbeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
      assertThat(failure).hasMessageContaining("main");
      assertThat(trace(failure)).doesNotContain(CANARY);
      assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));
    }
  }

  private static void ask(Map<String, String> keys) throws Exception {
    KafkaBrokers brokers = new KafkaBrokers(false, System::nanoTime, name -> CANARY);
    try (Broker broker = brokers.connect(Connections.cluster(keys))) {
      broker.topics(List.of("river"), in(Duration.ofSeconds(3)));
    }
  }

  @Test
  void successTellsNoSecretEither() throws Exception {
    Map<String, String> client =
        kafka.broker().client(KafkaListener.SASL_SSL, KafkaLogin.plain("owner", "canary-owner"));
    Partition river = new Partition("river", 0);
    try (LogRecorder log = LogRecorder.open();
        Broker broker = Connections.connect(client)) {
      broker.read(Map.of(river, 0L), Isolation.READ_COMMITTED, soon());
      broker.ends(Set.of(river, new Partition("river", 8)), Isolation.READ_COMMITTED, soon());

      assertThat(broker).asString().doesNotContain(CANARY);
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(CANARY));
    }
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
