package io.streamgauge.it.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamgauge.reporter.internal.settings.ReporterSettings;
import io.streamgauge.reporter.probe.Lists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.DelegatingConfiguration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in Flink's configuration file is what a probe reads. */
class ConfigurationFileTest {

  private final Path folder;

  ConfigurationFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void keysOfAProbeComeThroughAsTheyAreWritten() throws IOException {
    String yaml =
        """
        metrics.reporter.streamgauge.kafka.main.properties.bootstrap.servers: broker-1:9092,broker-2:9092
        metrics.reporter.streamgauge.kafka.main.properties.sasl.jaas.config: 'a.b.Module required password="p=#: ;\\n";'
        metrics.reporter.streamgauge.kafka.main.group.orders-v2.sources: 'orders-job/*, billing/Source: payments'
        metrics.reporter.streamgauge.kafka.main.topics-excluded: '*-dlq'
        metrics.reporter.streamgauge.kafka.main.read-records: true
        metrics.reporter.streamgauge.kafka.partitions-limit: 2000
        """;

    assertThat(kafka("config.yaml", yaml))
        .containsOnly(
            Map.entry("main.properties.bootstrap.servers", "broker-1:9092,broker-2:9092"),
            Map.entry(
                "main.properties.sasl.jaas.config", "a.b.Module required password=\"p=#: ;\\n\";"),
            Map.entry("main.group.orders-v2.sources", "orders-job/*, billing/Source: payments"),
            Map.entry("main.topics-excluded", "*-dlq"),
            Map.entry("main.read-records", "true"),
            Map.entry("partitions-limit", "2000"));
  }

  @Test
  void yamlMayBeNested() throws IOException {
    String yaml =
        """
        metrics.reporter.streamgauge:
          kafka:
            main:
              properties:
                bootstrap.servers: broker-1:9092,broker-2:9092
                ssl.key.password: '[a]'
              group.orders.v2.isolation: read_committed
        """;

    assertThat(kafka("config.yaml", yaml))
        .containsOnly(
            Map.entry("main.properties.bootstrap.servers", "broker-1:9092,broker-2:9092"),
            Map.entry("main.properties.ssl.key.password", "[a]"),
            Map.entry("main.group.orders.v2.isolation", "read_committed"));
  }

  @Test
  void listsOfYamlAreLists() throws IOException {
    String yaml =
        """
        metrics.reporter.streamgauge.port: [9250, 9300-9301]
        metrics.reporter.streamgauge.labels.exclude: [tm_id, host]
        metrics.reporter.streamgauge.kafka.main.sources:
        - orders-job/*
        - '*/Source: payments, the ''old'' ones'
        """;

    assertThat(settings("config.yaml", yaml).ports()).containsExactly(9250, 9300, 9301);
    assertThat(settings("config.yaml", yaml).excludedLabels()).contains("tm_id", "host");
    assertThat(Lists.parse(kafka("config.yaml", yaml).getOrDefault("main.sources", "")))
        .containsExactly("orders-job/*", "*/Source: payments, the 'old' ones");
  }

  /** That file is no YAML: a quote would be a part of the value. */
  @Test
  void flinksOldFileNeedsNoQuotes() throws IOException {
    assumeTrue(EnvironmentInformation.getVersion().startsWith("1."), "only Flink 1 reads it");
    String lines =
        """
        metrics.reporter.streamgauge.kafka.main.sources: orders-job/*, billing/Source: payments
        metrics.reporter.streamgauge.kafka.main.topics-excluded: *-dlq
        """;

    assertThat(kafka("flink-conf.yaml", lines))
        .containsOnly(
            Map.entry("main.sources", "orders-job/*, billing/Source: payments"),
            Map.entry("main.topics-excluded", "*-dlq"));
  }

  private Map<String, String> kafka(String file, String text) throws IOException {
    return settings(file, text).probes().getOrDefault("kafka", Map.of());
  }

  private ReporterSettings settings(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
    return ReporterSettings.from(handedOver(), Set.of("kafka"), name -> null);
  }

  /** As Flink makes it of its configuration for a reporter. */
  private MetricConfig handedOver() {
    MetricConfig config = new MetricConfig();
    new DelegatingConfiguration(
            GlobalConfiguration.loadConfiguration(folder.toString()),
            "metrics.reporter.streamgauge.")
        .addAllToProperties(config);
    return config;
  }
}
