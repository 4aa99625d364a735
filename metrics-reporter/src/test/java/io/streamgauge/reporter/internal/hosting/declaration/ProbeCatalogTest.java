package io.streamgauge.reporter.internal.hosting.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.probe.Role;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeCatalogTest {

  private static final List<String> GOOD =
      List.of(
          "factory=org.example.Factory",
          "prefix=kafka",
          "roles=task-manager, job-manager",
          "enabled=true",
          "interval=30 s",
          "timeout=10 s");

  private final Path folder;

  ProbeCatalogTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aDeclarationIsReadWithoutLoadingTheProbe() throws IOException {
    TestingDeclarations.declare(folder, "kafka-lag", GOOD);

    ProbeCatalog catalog = catalog();

    assertThat(catalog.problems()).isEmpty();
    assertThat(catalog.prefixes()).containsExactly("kafka");
    ProbeDeclaration declaration = catalog.declarations().get(0);
    assertThat(declaration.name()).isEqualTo("kafka-lag");
    assertThat(declaration.factory()).isEqualTo("org.example.Factory");
    assertThat(declaration.roles()).containsExactly(Role.TASK_MANAGER, Role.JOB_MANAGER);
    assertThat(declaration.enabled()).isTrue();
    assertThat(declaration.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(declaration.timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "prefix=kafka, prefix=Kafka., prefix must match",
    "roles=task-manager, roles=worker, there is no role 'worker'",
    "interval=30 s, interval=soon, interval: it must be a duration",
    "timeout=10 s, timeout=0 s, timeout: it must be a duration",
    "factory=org.example.Factory, key.fold=time, there is no type 'time'",
    "factory=org.example.Factory, metrics=flink, metrics must match",
    "factory=org.example.Factory, metrics=streamgauge, metrics must match",
  })
  void whatIsDeclaredWronglyIsLeftOutAndSaid(String good, String wrong, String said)
      throws IOException {
    List<String> properties = new ArrayList<>(GOOD);
    properties.replaceAll(line -> line.startsWith(good) ? wrong : line);
    TestingDeclarations.declare(folder, "wrong", properties);
    TestingDeclarations.declare(folder, "right", GOOD);

    ProbeCatalog catalog = catalog();

    assertThat(catalog.declarations()).extracting(ProbeDeclaration::name).containsExactly("right");
    assertThat(catalog.problems()).hasSize(1);
    assertThat(catalog.problems().get(0))
        .startsWith("Probe wrong is declared wrongly: ")
        .contains(said);
  }

  @Test
  void aDeclarationThatIsMissingIsSaid() throws IOException {
    Path list = folder.resolve("META-INF/streamgauge/probes.list");
    Files.createDirectories(list.getParent());
    Files.writeString(list, "absent\n");

    assertThat(catalog().problems())
        .containsExactly(
            "Probe absent is listed, but META-INF/streamgauge/probes/absent/probe.properties"
                + " is missing");
  }

  @Test
  void aPluginWithoutProbesIsNoProblem() throws IOException {
    assertThat(catalog().problems()).isEmpty();
    assertThat(catalog().declarations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "main.groups, orders, true",
    "main.group.orders.sources, a/*, true",
    "main.groups, ' ', false",
    "main.properties.bootstrap.servers, host:1, false",
    "interval, 10 s, false",
    "enabled, true, false",
  })
  void enabledStandalone_onlyWithAKeyThatIsNeeded(String key, String value, boolean enabled)
      throws IOException {
    List<String> properties = new ArrayList<>(GOOD);
    properties.replaceAll(line -> line.startsWith("roles=") ? "roles=standalone" : line);
    properties.add("standalone.needs=*.groups, *.group.**.sources");
    TestingDeclarations.declare(folder, "kafka-lag", properties);

    assertThat(catalog().enabledStandalone(Map.of("kafka", Map.of(key, value))))
        .isEqualTo(enabled ? Set.of("kafka-lag") : Set.of());
  }

  @Test
  void enabledStandalone_disabled_isNot() throws IOException {
    Map<String, String> keys = new TreeMap<>(Map.of("main.groups", "orders", "enabled", "false"));
    List<String> properties = new ArrayList<>(GOOD);
    properties.replaceAll(line -> line.startsWith("roles=") ? "roles=standalone" : line);
    TestingDeclarations.declare(folder, "kafka-lag", properties);

    assertThat(catalog().enabledStandalone(Map.of("kafka", keys))).isEmpty();
    keys.remove("enabled");
    assertThat(catalog().enabledStandalone(Map.of("kafka", keys))).containsExactly("kafka-lag");
    assertThat(catalog().standaloneNeeds()).containsExactly("kafka.**");
  }

  private ProbeCatalog catalog() throws IOException {
    try (URLClassLoader loader = TestingDeclarations.loader(folder)) {
      return ProbeCatalog.of(loader);
    }
  }
}
