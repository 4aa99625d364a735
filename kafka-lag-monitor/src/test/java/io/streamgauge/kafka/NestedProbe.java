package io.streamgauge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeCatalog;
import io.streamgauge.reporter.internal.hosting.running.ProbeHost;
import io.streamgauge.reporter.internal.naming.Catalogue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * The probe in nested jars, as in the plugin, and its host. Its ticker follows real time and can be
 * advanced.
 */
final class NestedProbe implements AutoCloseable {

  private static final String PROBE = "META-INF/streamgauge/probes/kafka-lag/";

  private final long start = System.nanoTime();
  private final AtomicLong advanced = new AtomicLong();
  private final URLClassLoader loader;
  private final ProbeHost host;

  /**
   * Starts the probe outside Flink.
   *
   * @param folder the folder for the jars
   * @param settings without their prefix
   */
  NestedProbe(Path folder, Map<String, String> settings) throws IOException, URISyntaxException {
    loader = nested(folder);
    host =
        ProbeHost.standalone(
            Catalogue.load(),
            ProbeCatalog.of(loader),
            Map.of("kafka", settings),
            batch -> batch,
            Clock.systemUTC(),
            () -> start + elapsed().toNanos());
  }

  private static URLClassLoader nested(Path plugin) throws IOException, URISyntaxException {
    Path folder = Files.createDirectories(plugin.resolve(PROBE));
    Path classes = location(KafkaLagProbe.class);
    Files.copy(classes.resolve(PROBE + "probe.properties"), folder.resolve("probe.properties"));
    Files.writeString(plugin.resolve("META-INF/streamgauge/probes.list"), "kafka-lag\n", UTF_8);
    Files.copy(location(Admin.class), folder.resolve("kafka-clients.jar"));
    pack(classes, folder.resolve("kafka-lag-monitor.jar"));
    return new URLClassLoader(
        new URL[] {plugin.toUri().toURL()}, NestedProbe.class.getClassLoader()) {
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

  /** Advances the ticker. */
  void advance(Duration time) {
    advanced.addAndGet(time.toNanos());
  }

  /** Returns the time since the start by the ticker. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start + advanced.get());
  }

  /**
   * Returns the published values of a family of the only group, by partition.
   *
   * @param nowMillis the time of the scrape
   */
  Map<Integer, Double> published(String family, long nowMillis) {
    Frame frame = new Frame(released -> {});
    frame.begin();
    host.batches().families().stream()
        .filter(each -> each.header().name().equals("streamgauge_" + family))
        .forEach(each -> each.appendTo(frame, nowMillis));
    Map<Integer, Double> values = new HashMap<>();
    for (int series = 0; series < frame.seriesCount(); series++) {
      int partition = Integer.parseInt(frame.labels(series).toMap().get("partition"));
      values.put(partition, frame.realAt(frame.valueStart(series)));
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    host.close();
    loader.close();
  }
}
