package io.streamgauge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.FreePorts;
import io.streamgauge.cluster.SilentServer;
import io.streamgauge.kafka.testing.LogRecorder;
import io.streamgauge.kafka.testing.ScriptedServer;
import io.streamgauge.kafka.testing.ScriptedServer.End;
import io.streamgauge.reporter.hosting.ProbeCatalog;
import io.streamgauge.reporter.hosting.ProbeHost;
import io.streamgauge.reporter.naming.Catalogue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe in nested jars, as in the plugin, while no broker answers. */
class LogFloodTest {

  private static final String PROBE = "META-INF/streamgauge/probes/kafka-lag/";
  private static final int POLLS = 4;

  /** Each makes Kafka's client log some lines. */
  private static final int CONNECTIONS_OF_CLIENTS = 20;

  /** Less than a minute, because each cause may have a line in the next one. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final Path plugin;

  LogFloodTest(@TempDir Path plugin) {
    this.plugin = plugin;
  }

  @Test
  void brokersDown_oneLinePerCauseAndMinute() throws Exception {
    try (ScriptedServer tls = ScriptedServer.tlsAlert();
        ScriptedServer reset = ScriptedServer.resetting();
        ScriptedServer broken = ScriptedServer.kafka(End.RESET);
        ScriptedServer halfBroken = ScriptedServer.kafka(End.RESET);
        SilentServer silent = SilentServer.start();
        URLClassLoader loader = nested();
        LogRecorder log = LogRecorder.open()) {
      String closed = "127.0.0.1:" + FreePorts.next();
      Map<String, String> settings = new HashMap<>(Map.of("interval", "1 s", "timeout", "3 s"));
      Map.of(
              "closed", closed,
              "tls", tls.address(),
              "reset", reset.address(),
              "silent", silent.address(),
              "broken", broken.address(),
              "dns", halfBroken.address() + ",no-such-host.invalid:9092")
          .forEach(
              (cluster, servers) -> {
                settings.put(cluster + ".properties.bootstrap.servers", servers);
                settings.put(cluster + ".properties.metadata.recovery.strategy", "rebootstrap");
                settings.put(cluster + ".groups", "*");
              });
      ProbeHost host =
          ProbeHost.standalone(
              Catalogue.load(),
              ProbeCatalog.of(loader),
              Map.of("kafka", settings),
              batch -> batch,
              Clock.systemUTC(),
              System::nanoTime);
      try {
        await()
            .atMost(LIMIT)
            .until(
                () ->
                    tls.connections() >= POLLS
                        && broken.connections() >= CONNECTIONS_OF_CLIENTS
                        && halfBroken.connections() >= CONNECTIONS_OF_CLIENTS);
      } finally {
        host.close();
      }

      List<String> lines = log.lines().stream().filter(each -> !each.startsWith("DEBUG")).toList();
      assertThat(lines).anyMatch(each -> each.startsWith("INFO org.apache.kafka."));
      assertThat(
              lines.stream()
                  .map(each -> each.replaceAll("\\d+", "#"))
                  .collect(Collectors.groupingBy(each -> each, Collectors.counting())))
          .allSatisfy((line, count) -> assertThat(count).as(line).isEqualTo(1));
      assertThat(lines).hasSizeLessThan(100);
    }
  }

  private URLClassLoader nested() throws IOException, URISyntaxException {
    Path folder = Files.createDirectories(plugin.resolve(PROBE));
    Path classes = location(KafkaLagProbe.class);
    Files.copy(classes.resolve(PROBE + "probe.properties"), folder.resolve("probe.properties"));
    Files.writeString(plugin.resolve("META-INF/streamgauge/probes.list"), "kafka-lag\n", UTF_8);
    Files.copy(location(Admin.class), folder.resolve("kafka-clients.jar"));
    pack(classes, folder.resolve("kafka-lag-monitor.jar"));
    return new URLClassLoader(new URL[] {plugin.toUri().toURL()}, getClass().getClassLoader()) {
      @Override
      public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
      }
    };
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        output.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, output);
        output.closeEntry();
      }
    }
  }
}
