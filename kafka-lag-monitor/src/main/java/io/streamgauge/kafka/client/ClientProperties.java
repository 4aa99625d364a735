package io.streamgauge.kafka.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The properties of Kafka's client: our defaults, over them those of the user's file, over them
 * those of the configuration. Each call reads the file anew, for secrets change.
 */
final class ClientProperties implements Callable<Map<String, String>> {

  private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([^}]*)}");
  static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final String REQUEST_LIMIT = "request.timeout.ms";
  private static final String CALL_LIMIT = "default.api.timeout.ms";

  private final ClusterSettings cluster;
  private final int number;
  private final boolean insideFlink;
  private final UnaryOperator<@Nullable String> environment;

  ClientProperties(
      ClusterSettings cluster,
      int number,
      boolean insideFlink,
      UnaryOperator<@Nullable String> environment) {
    this.cluster = cluster;
    this.number = number;
    this.insideFlink = insideFlink;
    this.environment = environment;
  }

  @Override
  public Map<String, String> call() throws ProbeException {
    Map<String, String> set = ofFile();
    set.putAll(cluster.properties());
    Map<String, String> properties = defaults(set);
    properties.putAll(set);
    check(properties);
    return properties;
  }

  private Map<String, String> defaults(Map<String, String> set) {
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("client.id", "streamgauge-" + cluster.name() + '-' + number);
    // Else Kafka publishes its own metrics, through JMX and to the broker.
    defaults.put("metric.reporters", "");
    defaults.put("enable.metrics.push", "false");
    defaults.put("reconnect.backoff.max.ms", "30000");
    // While no broker can be reached, a client that rebootstraps spins; ours is replaced instead.
    defaults.put("metadata.recovery.strategy", "none");
    // One of ours could contradict the other of the user's.
    if (!set.containsKey(REQUEST_LIMIT) && !set.containsKey(CALL_LIMIT)) {
      defaults.put(REQUEST_LIMIT, "10000");
      defaults.put(CALL_LIMIT, "10000");
    }
    return defaults;
  }

  private Map<String, String> ofFile() throws ProbeException {
    Optional<Path> file = file();
    Map<String, String> resolved = new TreeMap<>();
    if (file.isPresent()) {
      Properties properties = load(file.get());
      for (String name : properties.stringPropertyNames()) {
        resolved.put(name, resolved(name, properties.getProperty(name)));
      }
    }
    return resolved;
  }

  private Optional<Path> file() throws ProbeException {
    try {
      return cluster.propertiesFile();
    } catch (InvalidPathException e) {
      throw wrong("properties-file: it must be a path");
    }
  }

  private Properties load(Path file) throws ProbeException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
      properties.load(reader);
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      throw wrong(
          "properties-file: it must be a readable properties file, found '"
              + file
              + "' ("
              + e.getClass().getSimpleName()
              + ')');
    }
  }

  private String resolved(String name, String text) throws ProbeException {
    Matcher references = ENVIRONMENT.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (references.find()) {
      String found = environment.apply(references.group(1));
      if (found == null) {
        throw wrong(
            "properties-file: the environment must have the variable '"
                + references.group(1)
                + "' that "
                + name
                + " refers to");
      }
      references.appendReplacement(resolved, Matcher.quoteReplacement(found));
    }
    return references.appendTail(resolved).toString();
  }

  private void check(Map<String, String> properties) throws ProbeException {
    if (properties.getOrDefault(BOOTSTRAP_SERVERS, "").isBlank()) {
      throw wrong("properties." + BOOTSTRAP_SERVERS + ": it must be there, or in properties-file");
    }
    if (insideFlink && usesOauthBearer(properties)) {
      throw wrong(
          "OAUTHBEARER cannot be used inside Flink, for Kafka's client registers it with the whole"
              + " JVM and could break the logins of jobs; run the stand-alone monitor for this"
              + " cluster");
    }
  }

  private static boolean usesOauthBearer(Map<String, String> properties) {
    return properties.entrySet().stream()
        .filter(each -> each.getKey().startsWith("sasl."))
        .anyMatch(each -> each.getValue().toLowerCase(Locale.ROOT).contains("oauthbearer"));
  }

  private ProbeException wrong(String what) {
    return new ProbeException(
        ProbeError.CONFIGURATION, ConfigOption.NAMESPACE + "kafka." + cluster.name() + '.' + what);
  }
}
