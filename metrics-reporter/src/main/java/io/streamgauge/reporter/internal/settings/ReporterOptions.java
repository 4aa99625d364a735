package io.streamgauge.reporter.internal.settings;

import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.Lists;
import io.streamgauge.reporter.probe.OptionType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The options of the reporter; a table in {@code docs/configuration.md} is made of them. */
public final class ReporterOptions {

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");
  private static final int MAX_PORT = 65_535;
  private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]*");

  public static final ConfigOption<String> HOST =
      ConfigOption.of(
              "host",
              OptionType.text(
                  "host name or address",
                  "it must be a host name or an address",
                  text -> Optional.of(text).filter(each -> HOST_NAME.matcher(each).matches())))
          .defaultIs("all interfaces")
          .example("127.0.0.1")
          .description("Where to listen. A malformed host stops the reporter.");

  public static final ConfigOption<List<Integer>> PORT =
      ConfigOption.of(
              "port",
              OptionType.text(
                  "port, range, or list of both",
                  "it must be a port from 0 to 65535, a range like 9249-9299 or a list of these",
                  ReporterOptions::ports))
          .defaultsTo("9249-9299")
          .example("9250,9300-9310")
          .description(
              "The first free port is taken, so that processes on one host can share the setting;"
                  + " 0 is any free port. A malformed port stops the reporter.");

  public static final ConfigOption<Set<String>> LABELS_EXCLUDE =
      ConfigOption.of("labels.exclude", setOf("variables"))
          .defaultsTo("task_attempt_id;task_attempt_num")
          .example("task_attempt_id;task_attempt_num;tm_id")
          .description(
              "Flink's variables that do not become labels, besides those in"
                  + " scope.variables.excludes.");

  public static final ConfigOption<Boolean> FILTER_LABEL_VALUES =
      ConfigOption.of("filterLabelValueCharacters", OptionType.BOOLEAN)
          .defaultsTo("false")
          .example("true")
          .description(
              "Whether label values keep only [a-zA-Z0-9:_], as Flink's own reporter does it.");

  public static final ConfigOption<Integer> LABEL_VALUE_LIMIT =
      ConfigOption.of(
              "labels.value-length-limit", number("bytes", ReporterSettings.MIN_LABEL_VALUE_LIMIT))
          .defaultsTo("1000")
          .example("500")
          .description(
              "How long a label value may be in UTF-8, 128 at least; a longer one is cut and ends"
                  + " with a hash. Metric names have the same limit. Prometheus refuses a whole"
                  + " scrape when one value exceeds its label_value_length_limit, so this must not"
                  + " be larger.");

  public static final ConfigOption<Integer> LABELS_LIMIT =
      ConfigOption.of("labels.limit", number("labels", 1))
          .defaultsTo("24")
          .example("40")
          .description(
              "How many labels a series may have; Flink's own labels stay, then the first by"
                  + " name.");

  public static final ConfigOption<Set<String>> GAUGES =
      ConfigOption.of("gauges", setOf("names"))
          .example("*_inFlight,flink_taskmanager_job_task_operator_sessions")
          .description(
              "Names of counters in /metrics that may fall, so that they are gauges from the start;"
                  + " * stands for any characters. Other counters become gauges when they are seen"
                  + " to fall.");

  public static final ConfigOption<Set<String>> ALLOW_LIST =
      ConfigOption.of("allowList", setOf("texts"))
          .defaultIs("all metrics")
          .example("numRecords,taskmanager.Status")
          .description(
              "As in Flink's own reporter since 2.3: a metric is exposed only if its dotted scope"
                  + " and name contain one of these texts. Probes still see the others.");

  public static final ConfigOption<Compatibility> COMPATIBILITY =
      ConfigOption.of("compatibility", OptionType.oneOf(Compatibility.class))
          .defaultsTo("none")
          .example("stock")
          .description(
              "With stock, series are those of Flink's own PrometheusReporter; see"
                  + " docs/migrate.md.");

  public static final ConfigOption<Integer> SERIES_LIMIT =
      ConfigOption.of("series.limit", number("samples", 0))
          .defaultsTo("200000")
          .example("50000")
          .description(
              "How many samples a scrape may have; see docs/operations.md for what goes first.");

  public static final ConfigOption<Integer> FAMILY_LIMIT =
      ConfigOption.of("series.limit-per-family", number("samples", 0))
          .defaultsTo("20000")
          .example("5000")
          .description("How many samples one family may have.");

  public static final ConfigOption<Duration> SCRAPE_TIMEOUT =
      ConfigOption.of("scrape.timeout", OptionType.DURATION)
          .defaultsTo("10 s")
          .example("5 s")
          .description(
              "How long reading all metrics may take. A client with a shorter limit gets the"
                  + " metrics that were read by then, or status 503.");

  public static final ConfigOption<Duration> VALUE_TIMEOUT =
      ConfigOption.of("value.timeout", OptionType.DURATION)
          .defaultsTo("250 ms")
          .example("1 s")
          .description("How long reading one metric may take before it is quarantined.");

  public static final ConfigOption<String> PROPERTIES_FILE =
      ConfigOption.of("properties-file", OptionType.text("path"))
          .example("/etc/streamgauge/secret.properties")
          .description(
              "A file with further keys, for what must not stand in Flink's configuration. A key"
                  + " that is set in both is taken from Flink's configuration.");

  private static final List<ConfigOption<?>> ALL = ConfigOption.declaredIn(ReporterOptions.class);

  private ReporterOptions() {}

  /** Returns all options, in the order of the table. */
  public static List<ConfigOption<?>> all() {
    return ALL;
  }

  static boolean hasKey(String key) {
    return ALL.stream().anyMatch(each -> each.key().equals(key));
  }

  /** All keys, for a message about one that is unknown. */
  static List<String> keys() {
    return ALL.stream().map(ConfigOption::key).collect(Collectors.toUnmodifiableList());
  }

  /** Returns the type of whole numbers from a minimum, which may have leading zeros. */
  private static OptionType<Integer> number(String unit, int minimum) {
    OptionType<Integer> plain = OptionType.number(unit, minimum);
    return OptionType.text(
        plain.description(),
        plain.rule(),
        text ->
            DIGITS.matcher(text).matches()
                ? plain.parse(String.valueOf(Integer.parseInt(text)))
                : Optional.empty());
  }

  private static OptionType<Set<String>> setOf(String names) {
    return OptionType.text(
        "list of " + names,
        "",
        text ->
            Optional.of(
                Lists.parse(text.replace(';', ',')).stream()
                    .filter(name -> !name.isEmpty())
                    .collect(
                        Collectors.collectingAndThen(
                            Collectors.toCollection(TreeSet::new), Collections::unmodifiableSet))));
  }

  /** Ports in the order in which they are to be tried. */
  private static Optional<List<Integer>> ports(String text) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (String part : Lists.parse(text)) {
      Matcher range = PORTS.matcher(part);
      int first = range.matches() ? Integer.parseInt(range.group(1)) : -1;
      int last = first < 0 || range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first < 0 || last > MAX_PORT || first > last) {
        return Optional.empty();
      }
      for (int port = first; port <= last; port++) {
        ports.add(port);
      }
    }
    return Optional.of(List.copyOf(ports));
  }
}
