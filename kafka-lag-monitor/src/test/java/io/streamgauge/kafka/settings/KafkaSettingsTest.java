package io.streamgauge.kafka.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final String SERVERS = ".properties.bootstrap.servers";

  @Test
  void nothingSetGivesTheDefaultsOfTheTable() {
    KafkaSettings settings = KafkaSettings.from(Map.of(), INTERVAL);

    assertThat(settings.clusters()).isEmpty();
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.partitionsLimit()).isEqualTo(10_000);
    assertThat(settings.queriesLimit()).isEqualTo(50_000);
    assertThat(settings.window()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.commitWindow()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void limitsAndWindowsAreTheUsers() {
    KafkaSettings settings =
        KafkaSettings.from(
            Map.of(
                "partitions-limit", " 2000 ",
                "queries-limit", "5000",
                "window", "10 min",
                "commit-window", "1 h"),
            INTERVAL);

    assertThat(settings.clusters()).isEmpty();
    assertThat(settings.partitionsLimit()).isEqualTo(2_000);
    assertThat(settings.queriesLimit()).isEqualTo(5_000);
    assertThat(settings.window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.commitWindow()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void clustersAreOrderedByTheirNames() {
    KafkaSettings settings = settings(Map.of("main.topics", "a", "eu.topics", "b"));

    assertThat(settings.clusters()).extracting(ClusterSettings::name).containsExactly("eu", "main");
    assertThat(settings.clusters().get(0).wantsTopic("b")).isTrue();
    assertThat(settings.clusters().get(1).wantsTopic("b")).isFalse();
  }

  @Test
  void aWrongValueCostsItsClusterAlone() {
    KafkaSettings settings =
        settings(
            Map.of(
                "main.topics", "a", "eu.isolation", "none", "my us.topics", "b", "window", "1 h"));

    assertThat(settings.clusters()).extracting(ClusterSettings::name).containsExactly("main");
    assertThat(settings.problems())
        .containsExactly(
            "metrics.reporter.streamgauge.kafka.eu.isolation: it must be read_uncommitted or"
                + " read_committed, found 'none'",
            "metrics.reporter.streamgauge.kafka.my us: the name of a cluster must be letters,"
                + " digits, - and _, found 'my us'");
    assertThat(settings.window()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aClusterWithoutServersCostsItselfAlone() {
    KafkaSettings settings =
        KafkaSettings.from(Map.of("main" + SERVERS, "b:9092", "eu.sources", "*"), INTERVAL);

    assertThat(settings.clusters()).extracting(ClusterSettings::name).containsExactly("main");
    assertThat(settings.problems())
        .containsExactly(
            "metrics.reporter.streamgauge.kafka.eu.properties.bootstrap.servers: it or"
                + " properties-file must be there, found 'neither'");
  }

  @Test
  void whereOneClusterIsConfiguredEverySourceReadsIt() {
    assertThat(clusterOf("any-job/Source: a", settings(Map.of("main.topics", "*"))))
        .isEqualTo("main");
  }

  @Test
  void theSourcesOfTheOnlyClusterCountIfTheUserTellsThem() {
    KafkaSettings settings = settings(Map.of("main.sources", "orders-job/*"));

    assertThat(clusterOf("orders-job/Source: a", settings)).isEqualTo("main");
    assertThat(clusterOf("any-job/Source: a", settings)).isEqualTo("none");
  }

  @Test
  void whereSeveralAreConfiguredTheirSourcesCount() {
    KafkaSettings settings =
        settings(
            Map.of("main.sources", "orders-job/*, a/b", "eu.sources", "eu/*", "us.topics", "*"));

    assertThat(clusterOf("orders-job/Source: a", settings)).isEqualTo("main");
    assertThat(clusterOf("a/b", settings)).isEqualTo("main");
    assertThat(clusterOf("eu/Source: a", settings)).isEqualTo("eu");
    assertThat(clusterOf("any-job/Source: a", settings)).isEqualTo("none");
  }

  @Test
  void aSourceThatMatchesTwoClustersBelongsToNone() {
    KafkaSettings settings = settings(Map.of("main.sources", "*", "eu.sources", "eu/*"));

    assertThat(clusterOf("eu/Source: a", settings)).isEqualTo("none");
    assertThat(clusterOf("us/Source: a", settings)).isEqualTo("main");
  }

  @Test
  void aClusterThatCannotBeAskedStillHasItsSources() {
    KafkaSettings settings =
        settings(Map.of("main.sources", "*", "eu.sources", "eu/*", "eu.isolation", "none"));

    assertThat(clusterOf("eu/Source: a", settings)).isEqualTo("none");
    assertThat(clusterOf("us/Source: a", settings)).isEqualTo("main");
  }

  @Test
  void aClusterIsNotTheOnlyOneBecauseTheOtherCannotBeAsked() {
    KafkaSettings settings = settings(Map.of("main.topics", "*", "eu.isolation", "none"));

    assertThat(clusterOf("eu/Source: a", settings)).isEqualTo("none");
  }

  private static String clusterOf(String sourceName, KafkaSettings settings) {
    return settings.clusterOf(sourceName).map(ClusterSettings::name).orElse("none");
  }

  /** Settings of clusters that have servers. */
  private static KafkaSettings settings(Map<String, String> set) {
    Map<String, String> keys = new HashMap<>(set);
    set.keySet().stream()
        .filter(each -> each.contains("."))
        .forEach(each -> keys.put(each.substring(0, each.indexOf('.')) + SERVERS, "b:9092"));
    return KafkaSettings.from(keys, INTERVAL);
  }

  @Test
  void aWindowHoldsTwoLooksAtLeast() {
    KafkaSettings settings = KafkaSettings.from(Map.of("window", "1 min"), Duration.ofMinutes(10));

    assertThat(settings.window()).isEqualTo(Duration.ofMinutes(20));
    assertThat(settings.commitWindow()).isEqualTo(Duration.ofMinutes(20));
  }
}
