package io.streamgauge.reporter;

import io.streamgauge.reporter.internal.hosting.Labeling;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeCatalog;
import io.streamgauge.reporter.internal.hosting.running.ProbeHost;
import io.streamgauge.reporter.internal.hosting.running.ProcessKind;
import io.streamgauge.reporter.internal.http.HttpLimits;
import io.streamgauge.reporter.internal.http.MetricsServer;
import io.streamgauge.reporter.internal.logging.LogText;
import io.streamgauge.reporter.internal.logging.UncaughtErrors;
import io.streamgauge.reporter.internal.naming.Adjustment;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.LabelLimits;
import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.internal.reading.FrameReader;
import io.streamgauge.reporter.internal.reading.LastValues;
import io.streamgauge.reporter.internal.reading.Quarantine;
import io.streamgauge.reporter.internal.reading.ReaderThreads;
import io.streamgauge.reporter.internal.registry.Adjustments;
import io.streamgauge.reporter.internal.registry.BatchNaming;
import io.streamgauge.reporter.internal.registry.Budget;
import io.streamgauge.reporter.internal.registry.DropReason;
import io.streamgauge.reporter.internal.registry.Drops;
import io.streamgauge.reporter.internal.registry.FamilyRules;
import io.streamgauge.reporter.internal.registry.MetricIndex;
import io.streamgauge.reporter.internal.registry.Naming;
import io.streamgauge.reporter.internal.scrape.FrameAssembly;
import io.streamgauge.reporter.internal.scrape.OwnMetrics;
import io.streamgauge.reporter.internal.scrape.ScrapeDurations;
import io.streamgauge.reporter.internal.scrape.Scraper;
import io.streamgauge.reporter.internal.settings.ConfigurationException;
import io.streamgauge.reporter.internal.settings.ReporterSettings;
import io.streamgauge.reporter.probe.DaemonThreads;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiFunction;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reporter, assembled and running, from start to close. */
public final class Monitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
  private static final String ALL_INTERFACES = "0.0.0.0";

  private static final Catalogue CATALOGUE = Catalogue.load();

  private final Drops drops = new Drops();
  private final Adjustments adjustments = new Adjustments();
  private final Quarantine quarantine = new Quarantine(System::nanoTime);
  private final ScrapeDurations durations = new ScrapeDurations();
  private final List<String> problems = new ArrayList<>();
  private final MetricIndex index;
  private final ProbeHost probes;
  private final ReaderThreads readers;
  private final FrameAssembly frames;
  private final Scraper scraper;
  private final MetricsServer server;
  private volatile int port;

  private Monitor(
      ReporterSettings settings,
      Map<String, String> versions,
      BiFunction<MetricIndex, Labeling, ProbeHost> hosting)
      throws IOException {
    LabelRules labelRules = labelRules(settings);
    readers = new ReaderThreads(settings.valueTimeout(), threads("streamgauge-reader"));
    LastValues lastValues = new LastValues(readers, System::nanoTime, this::runBetweenScrapes);
    index = index(settings, labelRules, lastValues);
    probes = hosting.apply(index, new BatchNaming(labelRules, drops));
    problems.addAll(settings.problems());
    problems.addAll(settings.masked(probes.problems()));
    problems.forEach(problem -> LOG.error("Ignoring {}", LogText.oneLine(problem)));
    List<String> blocked = settings.masked(probes.blocked());
    blocked.forEach(problem -> LOG.error("{}; the probe does not run", LogText.oneLine(problem)));
    problems.addAll(blocked);
    FrameReader reader =
        new FrameReader(readers, quarantine, drops, settings.isStock(), System::nanoTime);
    OwnMetrics own = own(versions);
    frames =
        new FrameAssembly(
            index, reader, lastValues, drops, List.of(own, probes.batches()), Clock.systemUTC());
    scraper =
        new Scraper(
            frames,
            durations,
            settings.scrapeTimeout(),
            Scraper.MAX_BYTES,
            threads("streamgauge-scrape"));
    try {
      server =
          MetricsServer.serving(scraper)
              .version(Versions.ours())
              .limits(HttpLimits.defaults().withScrape(settings.scrapeTimeout()))
              .bind(settings.host(), settings.ports());
    } catch (IOException | RuntimeException e) {
      probes.close();
      scraper.close();
      readers.close();
      throw e;
    }
    port = server.port();
  }

  /**
   * Starts a monitor of this process, which is one of Flink's.
   *
   * @param configuration keys without {@code metrics.reporter.<name>.} and their values
   * @throws ConfigurationException if the port or the host is malformed
   * @throws IOException if no port is free; the message names key, rule and value
   */
  static Monitor inFlink(Map<?, ?> configuration) throws IOException {
    ProbeCatalog catalog = ProbeCatalog.of(Monitor.class.getClassLoader());
    ReporterSettings settings = settings(configuration, catalog);
    Clock clock = Clock.systemUTC();
    ProcessKind process = FlinkProcess.kind();
    return start(
        settings,
        Versions.inFlink(),
        (index, labeling) ->
            ProbeHost.inFlink(
                process,
                CATALOGUE,
                catalog,
                settings.probes(),
                settings.filter(),
                index,
                labeling,
                clock,
                System::nanoTime));
  }

  /**
   * Starts a monitor that runs the probes alone, outside Flink.
   *
   * @param configuration keys and values as in Flink's configuration
   * @throws ConfigurationException if the port or the host is malformed
   * @throws IOException if no port is free; the message names key, rule and value
   */
  public static Monitor standalone(Map<?, ?> configuration) throws IOException {
    ProbeCatalog catalog = ProbeCatalog.of(Monitor.class.getClassLoader());
    ReporterSettings settings = settings(configuration, catalog);
    Clock clock = Clock.systemUTC();
    return start(
        settings,
        Versions.standalone(),
        (index, labeling) ->
            ProbeHost.standalone(
                CATALOGUE, catalog, settings.probes(), labeling, clock, System::nanoTime));
  }

  private static ReporterSettings settings(Map<?, ?> configuration, ProbeCatalog catalog) {
    return ReporterSettings.from(configuration, catalog.prefixes(), System::getenv);
  }

  private static Monitor start(
      ReporterSettings settings,
      Map<String, String> versions,
      BiFunction<MetricIndex, Labeling, ProbeHost> hosting)
      throws IOException {
    Monitor monitor = new Monitor(settings, versions, hosting);
    String host = settings.host().isEmpty() ? ALL_INTERFACES : settings.host();
    LOG.info("Streamgauge serves http://{}:{}/metrics", host, monitor.port());
    return monitor;
  }

  private static ThreadFactory threads(String name) {
    return DaemonThreads.numbered(name, Monitor.class.getClassLoader())
        .handlingErrors(UncaughtErrors.handler());
  }

  private LabelRules labelRules(ReporterSettings settings) {
    return new LabelRules(
        settings.excludedLabels(),
        settings.filtersLabelValues(),
        new LabelLimits(settings.labelValueLimit(), settings.labelsLimit()),
        adjustments);
  }

  private MetricIndex index(
      ReporterSettings settings, LabelRules labelRules, LastValues lastValues) {
    Naming naming =
        new Naming(
            labelRules,
            CATALOGUE,
            new FamilyRules(settings.isStock(), settings.gauges(), settings.allowList()),
            adjustments);
    Budget budget = new Budget(settings.seriesLimit(), settings.familyLimit());
    return new MetricIndex(naming, budget, drops, System::nanoTime, lastValues::add);
  }

  private OwnMetrics own(Map<String, String> versions) {
    OwnMetrics own =
        new OwnMetrics(CATALOGUE, index::processLabels)
            .number("build_info", versions, () -> 1)
            .number("reporter_config_errors", Map.of(), problems::size)
            .number("reporter_gauges_quarantined", Map.of(), quarantine::size)
            .number("reporter_port", Map.of(), this::port)
            .number("reporter_series", Map.of(), this::samples)
            .numbers("reporter_job_dropped_total", index::droppedOfJobs)
            .number("reporter_late_samples", Map.of(), this::lateSamples)
            .histogram("reporter_scrape_duration_seconds", durations::buckets);
    for (DropReason reason : DropReason.values()) {
      Map<String, String> label = Map.of("reason", reason.label());
      own.number("reporter_dropped_total", label, () -> drops.count(reason));
    }
    for (Adjustment reason : Adjustment.values()) {
      Map<String, String> label = Map.of("reason", reason.label());
      own.number("reporter_adjusted_total", label, () -> adjustments.count(reason));
    }
    return own;
  }

  /** The port that metrics are served on. */
  public int port() {
    return port;
  }

  private int samples() {
    return frames.samples();
  }

  private int lateSamples() {
    return frames.lateSamples();
  }

  void add(Metric metric, String name, MetricGroup group) {
    index.add(metric, name, group);
  }

  void remove(Metric metric, String name, MetricGroup group) {
    index.remove(metric, name, group);
    quarantine.forget(metric);
  }

  void countUnsupported() {
    drops.add(DropReason.UNSUPPORTED, 1);
  }

  private void runBetweenScrapes(Runnable task) {
    scraper.execute(task);
  }

  /** Stops serving and gives everything back; further calls do nothing. Ends within seconds. */
  @Override
  public void close() {
    server.close();
    probes.close();
    scraper.close();
    readers.close();
  }
}
