package io.streamgauge.reporter.internal.hosting.declaration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.settings.MetricFilter;
import io.streamgauge.reporter.probe.Lists;
import io.streamgauge.reporter.probe.NamingRules;
import io.streamgauge.reporter.probe.OptionType;
import io.streamgauge.reporter.probe.Role;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The content of the {@code probe.properties} of a probe. Immutable. */
public final class ProbeDeclaration {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern METRICS =
      Pattern.compile("(?!(?:flink|streamgauge)$)[a-z][a-z0-9]*");

  private final String name;
  private final URL location;
  private final String factory;
  private final String prefix;
  private final Set<String> shared;
  private final Set<Role> roles;
  private final boolean enabled;
  private final Duration interval;
  private final Duration timeout;
  private final Map<Role, List<RequiredMetric>> required;
  private final List<KeyPattern> standaloneNeeds;
  private final KeyRules keys;
  private final Optional<Catalogue> catalogue;

  private ProbeDeclaration(String name, URL location, Properties properties) throws IOException {
    this.name = required("name", name, NAME);
    this.location = location;
    this.factory = properties.getProperty("factory", "").trim();
    this.prefix = required("prefix", properties.getProperty("prefix", ""), PREFIX);
    this.shared = shared(properties.getProperty("shared", ""));
    this.roles = roles(properties.getProperty("roles", ""));
    this.enabled = Boolean.parseBoolean(properties.getProperty("enabled", "false").trim());
    this.interval = duration("interval", properties);
    this.timeout = duration("timeout", properties);
    this.required = requiredMetrics(properties);
    this.standaloneNeeds =
        Lists.parse(properties.getProperty("standalone.needs", "**")).stream()
            .map(KeyPattern::of)
            .collect(Collectors.toUnmodifiableList());
    this.keys = new KeyRules(properties);
    this.catalogue = catalogue(location, properties.getProperty("metrics", ""));
  }

  /**
   * A declaration.
   *
   * @param location of {@code probe.properties}
   * @throws IllegalArgumentException if it breaks a rule
   * @throws IOException if the catalogue that it announces cannot be read
   */
  static ProbeDeclaration of(String name, URL location, Properties properties) throws IOException {
    return new ProbeDeclaration(name, location, properties);
  }

  private static Optional<Catalogue> catalogue(URL location, String prefix) throws IOException {
    if (prefix.isBlank()) {
      return Optional.empty();
    }
    String checked = required("metrics", prefix, METRICS);
    URL file = new URL(location, "catalogue.tsv");
    try (Reader text = new InputStreamReader(ProbeCatalog.open(file), UTF_8)) {
      return Optional.of(Catalogue.of(checked, text, NamingRules::checkName));
    }
  }

  private static String required(String key, String found, Pattern rule) {
    String value = found.trim();
    if (!rule.matcher(value).matches()) {
      throw new IllegalArgumentException(key + " must match " + rule + ", found '" + value + "'");
    }
    return value;
  }

  private static Set<String> shared(String words) {
    Set<String> prefixes = new TreeSet<>();
    if (!words.isBlank()) {
      for (String word : words.split(",", -1)) {
        prefixes.add(required("shared", word, PREFIX));
      }
    }
    return prefixes;
  }

  private static Set<Role> roles(String words) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : words.split(",", -1)) {
      roles.add(role(word.trim()));
    }
    return roles;
  }

  private static Map<Role, List<RequiredMetric>> requiredMetrics(Properties properties) {
    Map<Role, List<RequiredMetric>> required = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      List<RequiredMetric> metrics = new ArrayList<>(RequiredMetric.of(role));
      String listed = properties.getProperty("requires." + role.word(), "");
      if (!listed.isBlank()) {
        Lists.parse(listed).forEach(each -> metrics.add(RequiredMetric.of(each)));
      }
      required.put(role, List.copyOf(metrics));
    }
    return required;
  }

  private static Role role(String word) {
    return Arrays.stream(Role.values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("roles: there is no role '" + word + "'"));
  }

  private static Duration duration(String key, Properties properties) {
    String text = properties.getProperty(key, "");
    return OptionType.DURATION
        .parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    key + ": " + OptionType.DURATION.rule() + ", found '" + text + "'"));
  }

  public String name() {
    return name;
  }

  /** Where {@code probe.properties} lies, and the probe's jars beside it. */
  public URL location() {
    return location;
  }

  /** Class name of the factory. */
  public String factory() {
    return factory;
  }

  /** What the probe's keys begin with, up to the first dot. */
  String prefix() {
    return prefix;
  }

  /** Prefixes of keys that the probe reads as others do. */
  Set<String> shared() {
    return shared;
  }

  public Set<Role> roles() {
    return roles;
  }

  /**
   * Returns one sentence for each metric that the probe requires and a filter removes.
   *
   * @param of the roles that the process can have
   */
  public List<String> blockedBy(MetricFilter filter, Set<Role> of) {
    return of.stream()
        .flatMap(role -> required.getOrDefault(role, List.of()).stream())
        .flatMap(metric -> metric.problem(filter, name).stream())
        .collect(Collectors.toList());
  }

  /** The keys without one of which it observes nothing in standalone mode. */
  List<KeyPattern> standaloneNeeds() {
    return standaloneNeeds;
  }

  /** Whether it runs without being configured. */
  boolean enabled() {
    return enabled;
  }

  Duration interval() {
    return interval;
  }

  Duration timeout() {
    return timeout;
  }

  /** The families of a probe whose metrics have a prefix of their own. */
  public Optional<Catalogue> catalogue() {
    return catalogue;
  }

  /**
   * The keys that the probe knows, as {@link ProbeSettings#configuration()} has them; those of a
   * shared prefix too. Empty if the probe itself tells what is unknown or malformed.
   */
  KeyRules keys() {
    return keys;
  }
}
