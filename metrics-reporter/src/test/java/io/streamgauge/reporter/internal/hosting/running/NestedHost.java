package io.streamgauge.reporter.internal.hosting.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.internal.hosting.LiveMetrics;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeCatalog;
import io.streamgauge.reporter.internal.hosting.publishing.Published;
import io.streamgauge.reporter.internal.hosting.publishing.PublishedBatches;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.settings.MetricFilter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A host, in a process of its own, of the probes that a jar or folder declares. */
final class NestedHost implements AutoCloseable {

  final TestingTimer timer = new TestingTimer();
  private final URLClassLoader loader;
  private final ProbeHost host;

  NestedHost(Path plugin, ClassLoader parent) throws IOException {
    this(plugin, parent, Map.of());
  }

  NestedHost(Path plugin, ClassLoader parent, Map<String, Map<String, String>> settings)
      throws IOException {
    loader = new URLClassLoader(new URL[] {plugin.toUri().toURL()}, parent);
    HostEnvironment environment =
        new HostEnvironment(
            Catalogue.load(),
            LiveMetrics.NONE,
            new PublishedBatches(timer::nanos),
            batch -> batch,
            timer,
            timer.clock(),
            timer::nanos);
    host =
        new ProbeHost(
            ProbeCatalog.of(loader),
            settings,
            MetricFilter.of(Map.of()),
            environment,
            ProcessKind.STANDALONE);
  }

  /** The problems of the settings, found before any probe is started. */
  List<String> problems() {
    return host.problems();
  }

  ClassLoader loader() {
    return loader;
  }

  void awaitShown(String line) {
    timer.await(line, () -> shown().contains(line));
  }

  /** The HELP and TYPE lines of the families that are published. */
  List<String> comments() {
    return host.batches().families().stream()
        .flatMap(family -> new String(family.header().commentBytes(), UTF_8).lines())
        .toList();
  }

  List<String> shown() {
    return Published.essentials(host.batches(), timer.clock().millis());
  }

  @Override
  public void close() throws IOException {
    host.close();
    loader.close();
    timer.close();
  }
}
