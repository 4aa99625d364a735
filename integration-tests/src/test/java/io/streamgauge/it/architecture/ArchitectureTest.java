package io.streamgauge.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.streamgauge.cluster.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arrows of ARCHITECTURE.md. */
class ArchitectureTest {

  private static final String TEST_LIMITS = "test-limits";

  /** Which of our modules a module may depend on, besides {@code test-limits}. */
  private static final Map<String, Set<String>> DEPENDENCIES =
      Map.ofEntries(
          Map.entry("metrics-reporter", Set.of("local-cluster")),
          Map.entry("checkpoint-monitor", Set.of("metrics-reporter", "local-cluster")),
          Map.entry("kafka-lag-monitor", Set.of("metrics-reporter", "local-cluster")),
          Map.entry("udf-metrics", Set.of("local-cluster")),
          Map.entry("standalone-netty", Set.of()),
          Map.entry(
              "plugin",
              Set.of(
                  "metrics-reporter",
                  "checkpoint-monitor",
                  "kafka-lag-monitor",
                  "standalone-netty",
                  "local-cluster")),
          Map.entry("dashboards", Set.of("local-cluster")),
          Map.entry("local-cluster", Set.of()),
          Map.entry("demo", Set.of("local-cluster", "udf-metrics")),
          Map.entry(
              "benchmarks",
              Set.of("local-cluster", "metrics-reporter", "kafka-lag-monitor", "udf-metrics")),
          Map.entry(
              "integration-tests",
              Set.of("metrics-reporter", "udf-metrics", "plugin", "local-cluster", "dashboards")),
          Map.entry(TEST_LIMITS, Set.of()));

  private static final Pattern OURS =
      Pattern.compile(
          "<groupId>(?:io\\.streamgauge|\\$\\{project\\.groupId})</groupId>\\s*"
              + "<artifactId>([a-z-]+)</artifactId>");

  private static final Map<Rule.Code, JavaClasses> CODE =
      Map.of(
          Rule.Code.REPORTER, imported("metrics-reporter/target/classes"),
          Rule.Code.MAIN, imported(modules("target/classes")),
          Rule.Code.TESTS, imported(modules("target/test-classes")));

  @ParameterizedTest
  @EnumSource
  void theRuleHolds(Rule rule) {
    JavaClasses code = CODE.get(rule.code());

    assertThat(code).as("the classes that were found").isNotEmpty();
    rule.rule().check(code);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "EXPOSITION_KNOWS_FRAMES_ALONE",
        "FRAME_KNOWS_SNAPSHOT_ALONE",
        "NAMING_KNOWS_SNAPSHOT_ALONE",
        "SETTINGS_KNOW_THE_PROBE_SPI_ALONE",
        "LOGGING_KNOWS_SLF4J_AND_THE_PROBE_SPI_ALONE",
        "DECLARATION_KNOWS_SETTINGS_NAMING_LOGGING_AND_THE_PROBE_SPI_ALONE",
        "LOADING_KNOWS_LOGGING_AND_THE_PROBE_SPI_ALONE",
        "PUBLISHING_KNOWS_NAMING_AND_THE_PROBE_SPI_ALONE",
        "THE_LAUNCHER_KNOWS_THE_JDK_ALONE",
        "WHAT_IS_SHIPPED_LOGS_THROUGH_SLF4J"
      },
      mode = EnumSource.Mode.EXCLUDE)
  void theRuleIsAbleToFail(Rule rule) {
    JavaClasses planted =
        new ClassFileImporter()
            .withImportOption(location -> location.contains("Planted"))
            .importPath(ProjectRoot.path().resolve("integration-tests/target/test-classes"));

    assertThat(rule.rule().allowEmptyShould(true).evaluate(planted).hasViolation())
        .as("a class Planted... of these tests breaks the rule %s", rule)
        .isTrue();
  }

  @Test
  void modulesDependOnEachOtherAsTheyMay() throws IOException {
    Map<String, Set<String>> tooMany = new TreeMap<>();
    for (Map.Entry<String, Set<String>> module : DEPENDENCIES.entrySet()) {
      Set<String> found = dependencies(module.getKey());
      found.removeAll(module.getValue());
      found.remove(TEST_LIMITS);
      if (!found.isEmpty()) {
        tooMany.put(module.getKey(), found);
      }
    }

    assertThat(tooMany).isEmpty();
  }

  /** Alone, a part of the modules may be tested; where all is built nothing goes unchecked. */
  @Test
  @EnabledIfEnvironmentVariable(named = "CI", matches = "true")
  void everyModuleIsBuilt() {
    List<String> notBuilt =
        DEPENDENCIES.keySet().stream()
            .filter(ArchitectureTest::hasTests)
            .filter(
                module ->
                    !Files.isDirectory(
                        ProjectRoot.path().resolve(module).resolve("target/test-classes")))
            .toList();

    assertThat(notBuilt).isEmpty();
  }

  /** Without it a module's tests wait no longer than Awaitility's ten seconds. */
  @Test
  void everyModuleWithTests_dependsOnTestLimits() throws IOException {
    for (String module : DEPENDENCIES.keySet()) {
      if (hasTests(module) && !module.equals(TEST_LIMITS)) {
        assertThat(dependencies(module)).as(module).contains(TEST_LIMITS);
      }
    }
  }

  @Test
  void everyModuleIsKnownHere() throws IOException {
    String parent = Files.readString(ProjectRoot.path().resolve("pom.xml"));

    assertThat(Pattern.compile("<module>([a-z-]+)</module>").matcher(parent).results())
        .extracting(match -> match.group(1))
        .containsExactlyInAnyOrderElementsOf(DEPENDENCIES.keySet());
  }

  @Test
  void everyModuleIsInTheTableOfModules() throws IOException {
    String page = Files.readString(ProjectRoot.path().resolve("ARCHITECTURE.md"));
    String table = page.substring(page.indexOf("## Modules"), page.indexOf("## The rooms"));

    assertThat(Pattern.compile("(?m)^\\| `([a-z-]+)`").matcher(table).results())
        .extracting(match -> match.group(1))
        .containsExactlyInAnyOrderElementsOf(DEPENDENCIES.keySet());
  }

  @Test
  void everyProbeIsListedInThePlugin() throws IOException {
    List<String> listed =
        Files.readAllLines(
                ProjectRoot.path()
                    .resolve("plugin/src/main/resources/META-INF/streamgauge/probes.list"))
            .stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    List<String> declared = new ArrayList<>();
    for (String module : DEPENDENCIES.keySet()) {
      Path probes =
          ProjectRoot.path()
              .resolve(module)
              .resolve("src/main/resources/META-INF/streamgauge/probes");
      if (Files.isDirectory(probes)) {
        try (Stream<Path> folders = Files.list(probes)) {
          folders.forEach(folder -> declared.add(folder.getFileName().toString()));
        }
        assertThat(dependencies("plugin")).contains(module);
      }
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(declared);
  }

  /** Otherwise the demo would run on a jar that is older than its sources. */
  @Test
  void theDemoIsRebuilt_ifAModuleOfItIsNewer() throws IOException {
    String script = Files.readString(ProjectRoot.path().resolve("demo/start"));
    Matcher watched = Pattern.compile("/\\{([a-z,-]+)}/\\{pom\\.xml,src/main}").matcher(script);
    assertThat(watched.find()).isTrue();
    Set<String> modules = new TreeSet<>(Set.of("plugin", "demo"));
    modules.addAll(dependencies("plugin"));
    modules.addAll(dependencies("demo"));
    modules.remove(TEST_LIMITS);

    assertThat(watched.group(1).split(",")).containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void thePluginOnlyAssembles() {
    assertThat(ProjectRoot.path().resolve("plugin/src/main/java")).doesNotExist();
  }

  private static boolean hasTests(String module) {
    return Files.isDirectory(ProjectRoot.path().resolve(module).resolve("src/test/java"));
  }

  private static Set<String> dependencies(String module) throws IOException {
    String pom = Files.readString(ProjectRoot.path().resolve(module).resolve("pom.xml"));
    Set<String> found = new TreeSet<>();
    Matcher ours = OURS.matcher(pom.replaceFirst("(?s)<parent>.*?</parent>", ""));
    while (ours.find()) {
      found.add(ours.group(1));
    }
    return found;
  }

  private static String[] modules(String directory) {
    return DEPENDENCIES.keySet().stream()
        .map(module -> module + '/' + directory)
        .toArray(String[]::new);
  }

  /** What is built of it: a part of the modules may be built alone. */
  private static JavaClasses imported(String... directories) {
    List<Path> there =
        Arrays.stream(directories)
            .map(ProjectRoot.path()::resolve)
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("Planted"))
        .importPaths(there);
  }
}
