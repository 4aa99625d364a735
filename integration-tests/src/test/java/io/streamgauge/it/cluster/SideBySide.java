package io.streamgauge.it.cluster;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.Exposition.Sample;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.PluginJar;
import io.streamgauge.it.cluster.job.MeteredJob;
import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a cluster whose processes have three reporters: Flink's own, ours with {@code compatibility:
 * stock}, and ours as it comes. Compares what they publish, and writes each difference that must
 * not be as a line of a file.
 *
 * <p>It is a program of its own, since Flink's reporter listens on all interfaces: the test runs it
 * where there is no interface but loopback, and so no other process that has one of these ports.
 */
final class SideBySide {
  private static final Pattern STOCK =
      Pattern.compile("Started PrometheusReporter HTTP server on port (\\d+)");
  private static final Pattern COMPATIBLE =
      Pattern.compile("Streamgauge serves http://127\\.0\\.0\\.1:(193\\d\\d)/metrics");
  private static final Pattern PLAIN =
      Pattern.compile("Streamgauge serves http://127\\.0\\.0\\.1:(194\\d\\d)/metrics");

  /** Stock's names of what is registered below a group streamgauge, which ours shortens. */
  private static final String OURS_BY_STOCK = "_streamgauge_";

  private static final int ROUNDS = 10;

  private final List<String> differences = new ArrayList<>();

  private SideBySide() {}

  /** Takes Flink's version, and the file for the differences. */
  public static void main(String[] arguments) throws IOException {
    SideBySide comparison = new SideBySide();
    try (FlinkCluster cluster = cluster(arguments[0])) {
      Clusters.run(cluster, MeteredJob.class, 2);
      cluster.processes().forEach(comparison::compare);
    }
    Files.write(Path.of(arguments[1]), comparison.differences);
  }

  private static FlinkCluster cluster(String version) {
    return FlinkCluster.builder()
        .version(version)
        .pluginJar("metrics-prometheus", FlinkDistribution.of(version).stockReporter())
        .libJar(PluginJar.built())
        .configure("metrics.reporters", "stock,compatible,plain")
        .configure(
            Map.of(
                "metrics.reporter.stock.factory.class",
                "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
                // As text: Flink 1.20 does not read a number here.
                "metrics.reporter.stock.port",
                "19200-19210"))
        .configure(ours("compatible", "19300-19310"))
        .configure("metrics.reporter.compatible.compatibility", "stock")
        .configure(ours("plain", "19400-19410"))
        .start();
  }

  private static Map<String, String> ours(String name, String ports) {
    String prefix = "metrics.reporter." + name + ".";
    return Map.of(
        prefix + "factory.class",
        "io.streamgauge.reporter.StreamgaugeReporterFactory",
        prefix + "host",
        "127.0.0.1",
        prefix + "port",
        ports);
  }

  private void compare(FlinkProcess process) {
    URI stock = address(process, STOCK);
    URI compatible = address(process, COMPATIBLE);
    URI plain = address(process, PLAIN);
    compareNames(process.name(), Exposition.scrape(stock), Exposition.scrape(compatible));
    compareTypes(process.name(), Exposition.scrape(stock), Exposition.scrape(compatible));
    compareValues(process.name(), stock, compatible);
    comparePlain(process.name(), Exposition.scrape(stock), Exposition.scrape(plain));
  }

  private static URI address(FlinkProcess process, Pattern line) {
    return Await.value(
        line + " in " + process.log(),
        WaitLimit.LIMIT,
        () ->
            FlinkLogs.lines(process).stream()
                .map(line::matcher)
                .filter(Matcher::find)
                .map(matcher -> URI.create("http://127.0.0.1:" + matcher.group(1) + "/metrics"))
                .findFirst());
  }

  private void compareNames(String process, Exposition stock, Exposition compatible) {
    Set<String> theirs = values(stock).keySet();
    Set<String> ours = values(compatible).keySet();
    note(process + ": only stock has ", without(theirs, ours));
    note(process + ": only compatibility stock has ", without(ours, theirs));
  }

  private void compareTypes(String process, Exposition stock, Exposition compatible) {
    stock
        .types()
        .forEach(
            (family, type) -> {
              boolean isCompared = !family.contains(OURS_BY_STOCK) && hasSamples(stock, family);
              if (isCompared && !compatible.type(family).equals(Optional.of(type))) {
                differences.add(
                    process + ": " + family + " is " + type + ", not " + compatible.type(family));
              }
            });
  }

  private static boolean hasSamples(Exposition exposition, String family) {
    return !exposition.samples(family).isEmpty();
  }

  /** Compares what stood still all the time, which is most; what moves is never read at once. */
  private void compareValues(String process, URI stock, URI compatible) {
    Set<String> unequal = new TreeSet<>(values(Exposition.scrape(stock)).keySet());
    // Answering a scrape moves what the JVM says of itself.
    unequal.removeIf(series -> series.contains("_Status_JVM_"));
    Set<String> moving = new TreeSet<>();
    for (int i = 0; i < ROUNDS; i++) {
      Map<String, Double> before = values(Exposition.scrape(stock));
      Map<String, Double> ours = values(Exposition.scrape(compatible));
      Map<String, Double> after = values(Exposition.scrape(stock));
      unequal.removeIf(series -> Objects.equals(before.get(series), ours.get(series)));
      before.forEach((series, value) -> note(moving, series, !value.equals(after.get(series))));
    }
    unequal.removeAll(moving);
    note(process + ": another value than stock's has ", unequal);
  }

  private static void note(Set<String> moving, String series, boolean hasMoved) {
    if (hasMoved) {
      moving.add(series);
    }
  }

  /**
   * Without attempts and with values of labels as stock alters them, our series are stock's, but
   * for those whose value is not a number: stock says 0 there.
   */
  private void comparePlain(String process, Exposition stock, Exposition plain) {
    Map<String, Double> theirs = new TreeMap<>();
    for (Sample sample : flinks(stock)) {
      Map<String, String> labels = new TreeMap<>(sample.labels());
      labels.keySet().removeIf(key -> key.startsWith("task_attempt_"));
      theirs.put(sample.name() + labels, sample.number());
    }
    Set<String> ours = new TreeSet<>();
    for (Sample sample : flinks(plain)) {
      Map<String, String> labels = new TreeMap<>(sample.labels());
      labels.replaceAll(SideBySide::altered);
      ours.add(sample.name() + labels);
    }
    note(process + ": only ours has ", without(ours, theirs.keySet()));
    Set<String> missing = without(theirs.keySet(), ours);
    missing.removeIf(series -> theirs.getOrDefault(series, Double.NaN) == 0);
    note(process + ": ours lacks, though it has a value, ", missing);
  }

  /** A value of a label as stock alters it; quantiles are not Flink's. */
  private static String altered(String key, String value) {
    return key.equals("quantile") ? value : value.replaceAll("[^a-zA-Z0-9:_]", "_");
  }

  private static Map<String, Double> values(Exposition exposition) {
    Map<String, Double> values = new TreeMap<>();
    flinks(exposition)
        .forEach(each -> values.put(each.name() + new TreeMap<>(each.labels()), each.number()));
    return values;
  }

  private static List<Sample> flinks(Exposition exposition) {
    return exposition.samples().stream()
        .filter(each -> each.name().startsWith("flink_"))
        .filter(each -> !each.name().contains(OURS_BY_STOCK))
        .toList();
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private void note(String what, Set<String> series) {
    series.forEach(each -> differences.add(what + each));
  }
}
