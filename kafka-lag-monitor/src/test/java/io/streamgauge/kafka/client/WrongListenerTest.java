package io.streamgauge.kafka.client;

import static io.streamgauge.kafka.testing.Connections.in;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.cluster.FreePorts;
import io.streamgauge.cluster.SilentServer;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.kafka.testing.ScriptedServer;
import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bootstrap servers where no broker of the configured kind listens. */
@Tag("slow")
class WrongListenerTest {

  /** One percent of a core, at the usual interval of 30 s. */
  private static final long MAX_NANOS_PER_POLL = 300_000_000;

  private static final byte[] HTTP = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "PLAINTEXT, HTTP/1.1 400, 'speaks HTTP, not Kafka''s protocol'",
    "SASL_PLAINTEXT, HTTP/1.1 400, 'speaks HTTP, not Kafka''s protocol'",
    "SSL, HTTP/1.1 400, 'speaks HTTP, not Kafka''s protocol'",
    "PLAINTEXT, SSH-2.0-OpenSSH, 'speaks SSH, not Kafka''s protocol'",
    "PLAINTEXT, 220 mail.example.org, does not speak Kafka's protocol"
  })
  void wrongProtocol_isNamedAsConfiguration(String protocol, String answer, String sentence)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(answer.getBytes(US_ASCII))) {
      ProbeException failure = failure(server.address(), protocol);

      assertThat(failure).hasMessage("cluster main: " + server.address() + ' ' + sentence);
      assertThat(failure.reason()).isEqualTo(ProbeError.CONFIGURATION);
    }
  }

  @Test
  void tlsListener_plaintextClient_isNamedAsConfiguration() throws Exception {
    try (ScriptedServer server = ScriptedServer.tlsAlert()) {
      ProbeException failure = failure(server.address(), "PLAINTEXT");

      assertThat(failure.reason()).isEqualTo(ProbeError.CONFIGURATION);
      assertThat(failure).hasMessageContaining(" speaks TLS; set security.protocol to SSL");
    }
  }

  @Test
  void severalAddresses_eachIsNamed() throws Exception {
    String closed = closedAddress();
    try (ScriptedServer server = ScriptedServer.answering(HTTP)) {
      ProbeException failure =
          failure(closed + ", no-such-host.invalid:9092," + server.address(), "PLAINTEXT");

      assertThat(failure.reason()).isEqualTo(ProbeError.CONFIGURATION);
      assertThat(failure)
          .hasMessage(
              "cluster main: %s speaks HTTP, not Kafka's protocol; %s cannot be connected to;"
                  + " no-such-host.invalid:9092 cannot be resolved",
              server.address(), closed);
    }
  }

  @Test
  void failureIsRepeatedWithoutAConnectionDuringThePause() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(HTTP);
        Broker broker = Connections.connect(Map.of("bootstrap.servers", server.address()))) {
      ProbeException first = failure(broker);
      ProbeException second = failure(broker);

      assertThat(second).hasMessage(first.getMessage());
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void brokerThatIsDown_costsLessThanOnePercentOfACore() throws Exception {
    try (ScriptedServer tls = ScriptedServer.tlsAlert();
        ScriptedServer reset = ScriptedServer.resetting();
        SilentServer silent = SilentServer.start()) {
      String closed = closedAddress();
      for (String each :
          List.of(
              closed,
              tls.address(),
              reset.address(),
              silent.address(),
              closed + ",no-such-host.invalid:9092")) {
        try (Broker broker = Connections.connect(Map.of("bootstrap.servers", each))) {
          ThreadMXBean threads = ManagementFactory.getThreadMXBean();
          long before = threads.getCurrentThreadCpuTime();

          failure(broker);

          assertThat(threads.getCurrentThreadCpuTime() - before)
              .as(each)
              .isLessThan(MAX_NANOS_PER_POLL);
          assertThat(clientThreads()).as(each).isEmpty();
        }
      }
    }
  }

  private static List<String> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(each -> each.contains("kafka-admin-client-thread | streamgauge-"))
        .toList();
  }

  @Test
  void wrongListener_512MbHeap_costsLittleMemory(@TempDir Path directory) throws Exception {
    Path output = directory.resolve("output");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                WrongListenerProcess.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(child.waitFor(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).as(() -> text(output)).isZero();
    } finally {
      child.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return String.join("\n", lines.toList());
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  private static String closedAddress() {
    return "127.0.0.1:" + FreePorts.next();
  }

  private static ProbeException failure(String servers, String protocol) throws Exception {
    Map<String, String> client =
        Map.of("bootstrap.servers", servers, "security.protocol", protocol);
    try (Broker broker = Connections.connect(client)) {
      return failure(broker);
    }
  }

  private static ProbeException failure(Broker broker) {
    return catchThrowableOfType(
        ProbeException.class, () -> broker.groups(in(Duration.ofSeconds(2))));
  }
}
