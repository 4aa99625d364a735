package io.streamgauge.checkpoint.rest;

import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.OptionType;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.GlobalConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Where the JobManager of this process serves its REST API: as the user says, or else as Flink's
 * own configuration says.
 */
public final class RestAddress {

  public static final ConfigOption<URI> OPTION =
      ConfigOption.of(
              "jobmanager.rest.url",
              OptionType.text(
                  "http or https URL",
                  "it must be like http://127.0.0.1:8081, without a user",
                  RestAddress::parsed))
          .shared()
          .defaultIs("that of this process")
          .example("https://jobmanager:8081")
          .description(
              "Where the JobManager's REST API is; the probe checkpoint-storage asks there too.");

  static final String KEY = ConfigOption.NAMESPACE + OPTION.key();

  private static final Set<String> WILDCARDS = Set.of("", "0.0.0.0", "::", "[::]");

  /** Flink's dynamic properties; they count more than the file. */
  private static final Pattern DYNAMIC = Pattern.compile("(?<= )-D ?([^= ]+)=(\\S*)");

  private static final Pattern REST_PORT = Pattern.compile("(?<= )(?:-r|--webui-port) (\\d+)");

  private RestAddress() {}

  /**
   * The address of the API in this process.
   *
   * @param settings the probe's
   * @throws ProbeException if it cannot be told
   */
  public static URI find(Map<String, String> settings) throws ProbeException {
    String url = settings.get(OPTION.key());
    return url == null
        ? ofFlink(
            flinkConfiguration(
                System.getenv("FLINK_CONF_DIR"), System.getProperty("sun.java.command", "")))
        : checked(url);
  }

  private static URI checked(String url) throws ProbeException {
    return OPTION
        .type()
        .parse(url)
        .orElseThrow(
            () ->
                new ProbeException(
                    ProbeError.CONFIGURATION,
                    KEY
                        + ": "
                        + OPTION.type().rule()
                        + "; found '"
                        + url.replaceAll("//[^/]*@", "//...@")
                        + "'"));
  }

  private static Optional<URI> parsed(String url) {
    try {
      URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (Set.of("http", "https").contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // The caller reports the rule.
    }
    return Optional.empty();
  }

  /**
   * Flink's configuration as its process reads it.
   *
   * @param folder of the configuration file
   * @param command of the process, with the arguments of its main class
   */
  static Map<String, String> flinkConfiguration(@Nullable String folder, String command)
      throws ProbeException {
    Map<String, String> found = new HashMap<>(fromFile(folder));
    Matcher port = REST_PORT.matcher(command);
    if (port.find()) {
      found.put("rest.port", port.group(1));
    }
    Matcher dynamic = DYNAMIC.matcher(command);
    while (dynamic.find()) {
      found.put(dynamic.group(1), dynamic.group(2));
    }
    return found;
  }

  private static Map<String, String> fromFile(@Nullable String folder) throws ProbeException {
    if (folder == null) {
      return Map.of();
    }
    try {
      return GlobalConfiguration.loadConfiguration(folder).toMap();
    } catch (RuntimeException e) {
      throw new ProbeException(
          ProbeError.CONFIGURATION,
          "Flink's configuration in FLINK_CONF_DIR=" + folder + " cannot be read; set " + KEY,
          e);
    }
  }

  /** The address that follows from Flink's configuration. */
  static URI ofFlink(Map<String, String> configuration) throws ProbeException {
    String tls =
        configuration.getOrDefault(
            "security.ssl.rest.enabled",
            configuration.getOrDefault("security.ssl.enabled", "false"));
    if (Boolean.parseBoolean(tls)) {
      throw new ProbeException(
          ProbeError.CONFIGURATION,
          "security.ssl.rest.enabled is true: set "
              + KEY
              + " to https://<name in the certificate>:<port>, with a certificate that the JVM"
              + " trusts");
    }
    return URI.create("http://" + host(configuration) + ':' + port(configuration));
  }

  private static String host(Map<String, String> configuration) {
    String bound = configuration.getOrDefault("rest.bind-address", "").trim();
    if (WILDCARDS.contains(bound)) {
      return "127.0.0.1";
    }
    return bound.contains(":") && !bound.startsWith("[") ? '[' + bound + ']' : bound;
  }

  private static int port(Map<String, String> configuration) throws ProbeException {
    String key = configuration.containsKey("rest.bind-port") ? "rest.bind-port" : "rest.port";
    String found = configuration.getOrDefault(key, "8081").trim();
    if (!found.matches("[1-9][0-9]{0,4}")) {
      throw new ProbeException(
          ProbeError.CONFIGURATION,
          key
              + " is '"
              + found
              + "', so that Flink picks the port at its start and no one can know it: set one"
              + " port, or "
              + KEY);
    }
    return Integer.parseInt(found);
  }
}
