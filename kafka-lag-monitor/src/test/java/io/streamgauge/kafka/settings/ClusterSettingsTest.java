package io.streamgauge.kafka.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {

  private static final String BEGIN = "metrics.reporter.streamgauge.kafka.";

  @Test
  void aClusterNeedsNoMoreThanItsServers() throws ProbeException {
    ClusterSettings cluster = cluster(Map.of());

    assertThat(cluster.name()).isEqualTo("main");
    assertThat(cluster.properties()).containsOnly(Map.entry("bootstrap.servers", "b:9092"));
    assertThat(cluster.propertiesFile()).isEmpty();
    assertThat(cluster.classpath()).isEmpty();
    assertThat(cluster.isolation()).isEqualTo(Isolation.READ_UNCOMMITTED);
    assertThat(cluster.mappedGroups()).isEmpty();
    assertThat(cluster.groups().isEmpty()).isTrue();
    assertThat(cluster.wantsTopic("orders")).isTrue();
    assertThat(cluster.readsRecords()).isFalse();
  }

  @Test
  void clientPropertiesAreThoseOfTheUser() throws ProbeException {
    String jaas = "Module required password=\"a.b = 'c'\";";

    ClusterSettings cluster = cluster(Map.of("properties.sasl.jaas.config", jaas));

    assertThat(cluster.properties())
        .containsOnly(
            Map.entry("bootstrap.servers", "b:9092"), Map.entry("sasl.jaas.config", jaas));
  }

  @Test
  void theServersMayStandInTheFile() throws ProbeException {
    ClusterSettings cluster =
        ClusterSettings.of("main", Map.of("properties-file", " /etc/kafka.properties "));

    assertThat(cluster.propertiesFile()).contains(Path.of("/etc/kafka.properties"));
    assertThat(cluster.properties()).isEmpty();
  }

  @Test
  void jarsStandBetweenCommasOrAsInAClassPath() throws ProbeException {
    assertThat(cluster(Map.of("classpath", "/a.jar, /b,, /c.jar:/d")).classpath())
        .containsExactly(Path.of("/a.jar"), Path.of("/b"), Path.of("/c.jar"), Path.of("/d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sources", "properties.sasl.mechanism", "properties.bootstrap.servers"})
  void aClusterWithoutServersIsTold(String key) {
    String value = key.endsWith("servers") ? " " : "x";

    assertThatThrownBy(() -> ClusterSettings.of("main", Map.of(key, value)))
        .hasMessage(
            BEGIN
                + "main.properties.bootstrap.servers: it or properties-file must be there, found"
                + " 'neither'");
  }

  @ParameterizedTest
  @CsvSource({
    "isolation, serializable",
    "isolation, ''",
    "isolation, READ_COMMITTED",
    "group.orders.v2.isolation, committed"
  })
  void aMalformedIsolationIsTold(String key, String value) {
    assertThatThrownBy(() -> cluster(Map.of(key, value)))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION))
        .hasMessage(
            BEGIN
                + "main."
                + key
                + ": it must be read_uncommitted or read_committed, found '"
                + value
                + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classpath", "properties-file"})
  void aMalformedPathIsTold(String key) {
    assertThatThrownBy(() -> cluster(Map.of(key, "/a\0b")))
        .hasMessage(BEGIN + "main." + key + ": it must be a path, found '/a\0b'");
  }

  @Test
  void malformedEntryOfTheClasspath_isQuotedWithoutTheOthers() {
    assertThatThrownBy(() -> cluster(Map.of("classpath", "/a.jar, /b\0c, /d.jar")))
        .hasMessage(BEGIN + "main.classpath: it must be a path, found '/b\0c'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "EU-1", "a_b", "0"})
  void aNameIsLettersDigitsAndTwoSigns(String name) throws ProbeException {
    assertThat(ClusterSettings.of(name, Map.of("properties-file", "/f")))
        .hasToString("cluster " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my cluster", "häuser", "a/b", "a\"b", "a\nb"})
  void anotherNameIsTold(String name) {
    assertThatThrownBy(() -> ClusterSettings.of(name, Map.of("properties-file", "/f")))
        .isInstanceOf(ProbeException.class)
        .hasMessage(
            BEGIN
                + name
                + ": the name of a cluster must be letters, digits, - and _, found '"
                + name
                + "'");
  }

  @Test
  void groupsMayHaveDotsInTheirNames() throws ProbeException {
    ClusterSettings cluster =
        cluster(
            Map.of(
                "group.orders.v2.sources", "orders-job/*",
                "group.orders.v2.isolation", "read_committed",
                "group.orders.sources.sources", "other-job/*"));

    assertThat(cluster.mappedGroups())
        .extracting(GroupSettings::name)
        .containsExactly("orders.sources", "orders.v2");
    assertThat(cluster.groupOf("orders-job/Source: a"))
        .map(GroupSettings::name)
        .contains("orders.v2");
    assertThat(cluster.isolationOfGroup("orders.v2")).isEqualTo(Isolation.READ_COMMITTED);
  }

  @Test
  void aSourceThatCommitsAsTwoGroupsCommitsAsNone() throws ProbeException {
    ClusterSettings cluster =
        cluster(
            Map.of(
                "group.a.sources", "orders-job/*",
                "group.a.isolation", "read_committed",
                "group.b.sources", "*/Source: a"));

    assertThat(cluster.groupOf("orders-job/Source: a")).isEmpty();
    assertThat(cluster.isolationOf("orders-job/Source: a")).isEqualTo(Isolation.READ_UNCOMMITTED);
    assertThat(cluster.groupOf("orders-job/Source: b")).map(GroupSettings::name).contains("a");
    assertThat(cluster.isolationOf("orders-job/Source: b")).isEqualTo(Isolation.READ_COMMITTED);
  }

  @Test
  void aGroupReadsAsItsClusterUnlessItSaysOtherwise() throws ProbeException {
    ClusterSettings cluster =
        cluster(
            Map.of(
                "isolation", " read_committed ",
                "group.a.sources", "a/*",
                "group.b.isolation", "read_uncommitted"));

    assertThat(cluster.isolationOfGroup("a")).isEqualTo(Isolation.READ_COMMITTED);
    assertThat(cluster.isolationOfGroup("b")).isEqualTo(Isolation.READ_UNCOMMITTED);
    assertThat(cluster.isolationOfGroup("unheard-of")).isEqualTo(Isolation.READ_COMMITTED);
  }

  @Test
  void aGroupOfWhichOnlyTheIsolationIsToldIsNotMapped() throws ProbeException {
    ClusterSettings cluster =
        cluster(Map.of("group.a.isolation", "read_committed", "group.b.sources", " "));

    assertThat(cluster.mappedGroups()).isEmpty();
  }

  @Test
  void groupsAreSelectedAndLeftOut() throws ProbeException {
    ClusterSettings cluster =
        cluster(Map.of("groups", "orders-*, billing", "groups-excluded", "orders-test*"));

    assertThat(cluster.wantsGroup("orders-v2")).isTrue();
    assertThat(cluster.wantsGroup("billing")).isTrue();
    assertThat(cluster.wantsGroup("orders-test-1")).isFalse();
    assertThat(cluster.wantsGroup("other")).isFalse();
    assertThat(cluster.groups().names()).containsExactly("billing");
  }

  @Test
  void topicsAreSelectedAndLeftOut() throws ProbeException {
    ClusterSettings cluster =
        cluster(Map.of("topics", "orders,payments-*", "topics-excluded", "*-dlq"));

    assertThat(cluster.wantsTopic("orders")).isTrue();
    assertThat(cluster.wantsTopic("payments-eu")).isTrue();
    assertThat(cluster.wantsTopic("payments-dlq")).isFalse();
    assertThat(cluster.wantsTopic("other")).isFalse();
  }

  @Test
  void recordsAreReadOnlyIfTheUserSaysSo() throws ProbeException {
    assertThat(cluster(Map.of("read-records", "True")).readsRecords()).isTrue();
    assertThat(cluster(Map.of("read-records", "false")).readsRecords()).isFalse();
  }

  @Test
  void itsTextHoldsNoSecret() throws ProbeException {
    assertThat(cluster(Map.of("properties.ssl.key.password", "hunter2")))
        .hasToString("cluster main");
  }

  private static ClusterSettings cluster(Map<String, String> set) throws ProbeException {
    Map<String, String> keys = new HashMap<>(Map.of("properties.bootstrap.servers", "b:9092"));
    keys.putAll(set);
    return ClusterSettings.of("main", keys);
  }
}
