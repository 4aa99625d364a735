package io.streamgauge.reporter.internal.settings;

import io.streamgauge.reporter.probe.ConfigOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reporter's configuration, read and checked. Immutable. */
public final class ReporterSettings {

  /** Keys that stand beside ours and are read by Flink. */
  private static final Set<String> OF_FLINK =
      Set.of("factory.class", "class", "interval", "scope.delimiter", "scope.variables.excludes");

  private static final List<String> PREFIXES_OF_FLINK =
      List.of("filter.", "scope.variables.additional");

  /** With a lower one, names of Flink's own metrics would be cut. */
  static final int MIN_LABEL_VALUE_LIMIT = 128;

  private final RawSettings raw;
  private final String host;
  private final List<Integer> ports;
  private final boolean isStock;
  private final Set<String> excludedLabels;
  private final boolean filtersLabelValues;
  private final List<String> gauges;
  private final List<String> allowList;
  private final int labelValueLimit;
  private final int labelsLimit;
  private final int seriesLimit;
  private final int familyLimit;
  private final Duration scrapeTimeout;
  private final Duration valueTimeout;
  private final MetricFilter filter;
  private final Map<String, Map<String, String>> probes;
  private final List<String> problems;

  private ReporterSettings(RawSettings raw, Set<String> probePrefixes, List<String> found) {
    this.raw = raw;
    List<String> problems = new ArrayList<>(found);
    Map<String, String> settings = raw.values();
    Values values = new Values(raw, problems);
    this.host = values.required(ReporterOptions.HOST, "");
    this.ports = values.required(ReporterOptions.PORT);
    this.isStock = values.get(ReporterOptions.COMPATIBILITY) == Compatibility.STOCK;
    this.excludedLabels = new TreeSet<>(excludedByFlink(settings));
    excludedLabels.addAll(
        isStock
            ? values.get(ReporterOptions.LABELS_EXCLUDE, Set.of())
            : values.get(ReporterOptions.LABELS_EXCLUDE));
    this.filtersLabelValues = values.get(ReporterOptions.FILTER_LABEL_VALUES, isStock);
    this.gauges = List.copyOf(values.get(ReporterOptions.GAUGES, Set.of()));
    this.allowList = List.copyOf(values.get(ReporterOptions.ALLOW_LIST, Set.of()));
    this.labelValueLimit = values.get(ReporterOptions.LABEL_VALUE_LIMIT);
    this.labelsLimit = values.get(ReporterOptions.LABELS_LIMIT);
    this.seriesLimit = values.get(ReporterOptions.SERIES_LIMIT);
    this.familyLimit = values.get(ReporterOptions.FAMILY_LIMIT);
    this.scrapeTimeout = values.get(ReporterOptions.SCRAPE_TIMEOUT);
    this.valueTimeout = values.get(ReporterOptions.VALUE_TIMEOUT);
    this.filter = MetricFilter.of(settings);
    this.probes = probes(settings, probePrefixes);
    findUnknown(settings, probePrefixes, problems);
    this.problems = List.copyOf(problems);
  }

  /**
   * Reads a configuration.
   *
   * @param configuration keys without {@code metrics.reporter.<name>.}; values as Flink hands them
   *     over, not only texts
   * @param probePrefixes what the keys of the probes begin with, up to the first dot
   * @param environment tells a variable's value, or null
   * @throws ConfigurationException if the port or the host is malformed
   */
  public static ReporterSettings from(
      Map<?, ?> configuration,
      Set<String> probePrefixes,
      UnaryOperator<@Nullable String> environment) {
    List<String> problems = new ArrayList<>();
    RawSettings settings = RawSettings.read(configuration, environment, problems);
    return new ReporterSettings(settings, probePrefixes, problems);
  }

  /** Flink cannot exclude variables that a job added without brackets (since 2.2); we can. */
  private static Set<String> excludedByFlink(Map<String, String> settings) {
    return Set.copyOf(
        Arrays.asList(settings.getOrDefault("scope.variables.excludes", "").split("[;,]")));
  }

  private static Map<String, Map<String, String>> probes(
      Map<String, String> settings, Set<String> prefixes) {
    Map<String, Map<String, String>> probes = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          String prefix = prefix(key);
          if (prefixes.contains(prefix) && !ReporterOptions.hasKey(key)) {
            probes
                .computeIfAbsent(prefix, p -> new TreeMap<>())
                .put(key.substring(prefix.length() + 1), value);
          }
        });
    return probes;
  }

  private static String prefix(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? "" : key.substring(0, dot);
  }

  private static void findUnknown(
      Map<String, String> settings, Set<String> prefixes, List<String> problems) {
    settings.forEach(
        (key, value) -> {
          boolean isKnown =
              ReporterOptions.hasKey(key)
                  || OF_FLINK.contains(key)
                  || PREFIXES_OF_FLINK.stream().anyMatch(key::startsWith)
                  || prefixes.contains(prefix(key));
          if (!isKnown) {
            // The value is not shown: a secret under a misspelt key must not get into the log.
            problems.add(
                ConfigOption.NAMESPACE
                    + key
                    + ": the key is unknown; known are "
                    + String.join(", ", ReporterOptions.keys()));
          }
        });
  }

  /** Where to listen, empty for all interfaces. */
  public String host() {
    return host;
  }

  /** Ports in the order in which they are to be tried. */
  public List<Integer> ports() {
    return ports;
  }

  /** Whether series are to be those of Flink's own reporter. */
  public boolean isStock() {
    return isStock;
  }

  /** Variables that do not become labels. */
  public Set<String> excludedLabels() {
    return excludedLabels;
  }

  /** Whether characters of label values are replaced. */
  public boolean filtersLabelValues() {
    return filtersLabelValues;
  }

  /** Names of counters that may fall; {@code *} stands for any characters. */
  public List<String> gauges() {
    return gauges;
  }

  /** What the scope and name of a metric must contain one of; all metrics if it is empty. */
  public List<String> allowList() {
    return allowList;
  }

  /** How many bytes a label value may have. */
  public int labelValueLimit() {
    return labelValueLimit;
  }

  /** How many labels a series may have. */
  public int labelsLimit() {
    return labelsLimit;
  }

  /** How many samples a scrape may have. */
  public int seriesLimit() {
    return seriesLimit;
  }

  /** How many samples one family may have. */
  public int familyLimit() {
    return familyLimit;
  }

  public Duration scrapeTimeout() {
    return scrapeTimeout;
  }

  /** How long reading one metric may take. */
  public Duration valueTimeout() {
    return valueTimeout;
  }

  /** The filter that Flink applies before the reporter hears of a metric. */
  public MetricFilter filter() {
    return filter;
  }

  /** The settings of each probe that has some, by its prefix; keys without the prefix. */
  public Map<String, Map<String, String>> probes() {
    return probes;
  }

  /** What is wrong and was set aside, one sentence each. */
  public List<String> problems() {
    return problems;
  }

  /**
   * Problems that others found in the probes' settings, without the values that came from a file or
   * from the environment.
   */
  public List<String> masked(List<String> found) {
    return found.stream().map(raw::masked).collect(Collectors.toList());
  }
}
