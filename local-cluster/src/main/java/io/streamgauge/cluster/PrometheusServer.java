package io.streamgauge.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A running Prometheus, of the program {@code prometheus} on the path. */
public final class PrometheusServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ChildProcess process;
  private final URI address;
  private final JsonHttp http;

  private PrometheusServer(ChildProcess process, URI address) {
    this.process = process;
    this.address = address;
    this.http = new JsonHttp(address);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The address of its pages and its API. */
  public URI address() {
    return address;
  }

  public ProcessHandle handle() {
    return process.handle();
  }

  /** What an expression yields now: a vector, or a scalar as one value without labels. */
  public List<Value> query(String expression) {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode data = http.get("/api/v1/query?query=" + encoded).path("data");
    return data.path("resultType").asText().equals("scalar")
        ? List.of(new Value(Map.of(), number(data.path("result"))))
        : elements(data.path("result"))
            .map(each -> new Value(map(each.path("metric")), number(each.path("value"))))
            .toList();
  }

  /** The targets that are scraped, with their health. */
  public List<Target> targets() {
    return elements(http.get("/api/v1/targets").path("data").path("activeTargets"))
        .map(
            each ->
                new Target(
                    each.path("scrapeUrl").asText(),
                    each.path("health").asText(),
                    each.path("lastError").asText()))
        .toList();
  }

  /** The rules that are loaded, with their health. */
  public List<Rule> rules() {
    return elements(http.get("/api/v1/rules").path("data").path("groups"))
        .flatMap(group -> elements(group.path("rules")))
        .map(
            each ->
                new Rule(
                    each.path("name").asText(),
                    each.path("type").asText(),
                    each.path("health").asText(),
                    each.path("lastError").asText()))
        .toList();
  }

  @Override
  public void close() {
    process.close();
  }

  private static double number(JsonNode timeAndValue) {
    return PrometheusNumber.parse(timeAndValue.path(1).asText());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Map<String, String> map(JsonNode object) {
    Map<String, String> map = new LinkedHashMap<>();
    object.fields().forEachRemaining(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  /** An element of a vector. */
  public record Value(Map<String, String> labels, double value) {}

  /**
   * A target.
   *
   * @param health up, down, or unknown before the first scrape
   */
  public record Target(String address, String health, String lastError) {}

  /**
   * A rule.
   *
   * @param type alerting or recording
   * @param health ok, err, or unknown before the first evaluation
   */
  public record Rule(String name, String type, String health, String lastError) {}

  /** What a Prometheus scrapes and evaluates. */
  public static final class Builder {
    private final Map<String, List<URI>> jobs = new LinkedHashMap<>();
    private final List<Path> ruleFiles = new ArrayList<>();
    private Duration interval = Duration.ofSeconds(1);
    private Path directory = Path.of("");

    private Builder() {}

    /** Targets of a scrape job; they share their path. */
    public Builder scrape(String job, List<URI> targets) {
      jobs.put(job, List.copyOf(targets));
      return this;
    }

    /** How often to scrape, and to evaluate the rules; 1 s unless set. */
    public Builder interval(Duration interval) {
      this.interval = interval;
      return this;
    }

    public Builder ruleFiles(List<Path> files) {
      ruleFiles.addAll(files);
      return this;
    }

    /** Where it writes; a new directory below local-cluster/target/runs unless set. */
    public Builder directory(Path path) {
      this.directory = path;
      return this;
    }

    /**
     * Starts it, and returns when it is ready.
     *
     * @throws IllegalStateException if it does not start; the message quotes its output
     */
    public PrometheusServer start() {
      Path home =
          directory.toString().isEmpty()
              ? Directories.create("prometheus")
              : directory.toAbsolutePath();
      String listen = "127.0.0.1:" + FreePorts.next();
      ChildProcess process =
          ChildProcess.start(
              "prometheus",
              List.of(
                  "prometheus",
                  "--config.file=" + configurationIn(home),
                  "--storage.tsdb.path=" + home.resolve("data"),
                  "--web.listen-address=" + listen),
              Map.of(),
              home.resolve("prometheus.out"));
      URI ready = URI.create("http://" + listen + "/-/ready");
      process.awaitReady(ready.toString(), LIMIT, process.output(), () -> JsonHttp.isReady(ready));
      return new PrometheusServer(process, URI.create("http://" + listen));
    }

    private Path configurationIn(Path home) {
      try {
        Files.createDirectories(home);
        return Files.writeString(home.resolve("prometheus.yml"), configuration());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The text of its configuration file. */
    String configuration() {
      String scrapes =
          jobs.entrySet().stream().map(Builder::scrapeConfig).collect(Collectors.joining(","));
      String rules =
          ruleFiles.stream().map(each -> quoted(each.toAbsolutePath())).collect(joining());
      return """
          global: {scrape_interval: %1$dms, scrape_timeout: %1$dms, evaluation_interval: %1$dms}
          rule_files: [%2$s]
          scrape_configs: [%3$s]
          """
          .formatted(interval.toMillis(), rules, scrapes);
    }

    private static String scrapeConfig(Map.Entry<String, List<URI>> job) {
      String path = job.getValue().isEmpty() ? "/metrics" : job.getValue().get(0).getPath();
      return "{job_name: %s, metrics_path: %s, static_configs: [{targets: [%s]}]}"
          .formatted(
              quoted(job.getKey()),
              quoted(path),
              job.getValue().stream().map(each -> quoted(each.getAuthority())).collect(joining()));
    }

    private static String quoted(Object value) {
      return "\"" + value + "\"";
    }

    private static java.util.stream.Collector<CharSequence, ?, String> joining() {
      return Collectors.joining(", ");
    }
  }
}
