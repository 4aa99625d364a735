package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.hosting.declaration.ProbeCatalog;
import io.streamgauge.reporter.internal.hosting.declaration.TestingDeclarations;
import io.streamgauge.reporter.internal.hosting.loading.ProbeClasses;
import io.streamgauge.reporter.internal.hosting.loading.TestingJars;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes that bring jars of their own, nested in the jar that declares them. */
class NestedProbeTest {

  private static final String UP = "streamgauge_probe_up{probe=\"nested\"} 1";
  private static final String DOWN = "streamgauge_probe_up{probe=\"nested\"} 0";
  private static final String LOAD_ERRORS =
      "streamgauge_probe_errors_total{probe=\"nested\",reason=\"load\"} ";

  private static final String TEMPORARY = "java.io.tmpdir";

  private final String temporaryBefore = System.getProperty(TEMPORARY);
  private final Path folder;
  private final Path temporary;

  NestedProbeTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.temporary = Files.createDirectory(folder.resolve("temporary"));
    System.setProperty(TEMPORARY, temporary.toString());
  }

  @AfterEach
  void putBack() {
    System.setProperty(TEMPORARY, temporaryBefore);
  }

  @Test
  void aProbeSeesItsOwnLibraryAndTheParentSeesItsOwn() throws Exception {
    Path plugin = plugin(Map.of("probe.jar", probeJar(), "library.jar", libraryJar("nested")));
    Path parentLibrary = libraryJar("parent");

    try (URLClassLoader parent = TestingDeclarations.loader(parentLibrary);
        NestedHost host = new NestedHost(plugin, parent)) {
      host.awaitShown(UP);

      assertThat(host.shown())
          .contains(
              "streamgauge_nested_info{"
                  + "context_loader=\"streamgauge-nested\","
                  + "library=\"nested\","
                  + "loader=\"streamgauge-nested\","
                  + "resource=\"nested\","
                  + "spi_loader=\"shared\"} 1");
      Class<?> ofParent = Class.forName("org.example.Library", true, host.loader());
      assertThat(ofParent.getField("VERSION").get(null)).isEqualTo("parent");
    }
  }

  @Test
  void nestedJarsAreCopiedToAPrivateFolderThatTheCloseDeletes() throws Exception {
    Path plugin = plugin(Map.of("probe.jar", probeJar(), "library.jar", libraryJar("nested")));
    List<Path> before = privateFolders();

    try (NestedHost host = new NestedHost(plugin, getClass().getClassLoader())) {
      host.awaitShown(UP);

      List<Path> during = privateFolders();
      during.removeAll(before);
      assertThat(during).hasSize(1);
      assertThat(Files.getPosixFilePermissions(during.get(0)))
          .extracting(Enum::name)
          .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE");
      assertThat(during.get(0).resolve("library.jar")).exists();
    }

    assertThat(privateFolders()).isEqualTo(before);
  }

  @Test
  void aProbeThatIsNotConfiguredIsNotOpened() throws Exception {
    Path plugin = plugin(Map.of("probe.jar", probeJar(), "library.jar", libraryJar("nested")));
    List<Path> before = privateFolders();

    try (NestedHost host =
        new NestedHost(
            plugin, getClass().getClassLoader(), Map.of("nested", Map.of("enabled", "false")))) {
      host.timer.advance(TestingHost.INTERVAL);

      assertThat(host.shown()).isEmpty();
      assertThat(privateFolders()).isEqualTo(before);
    }
  }

  @Test
  void aProbeInAnOpenFolderUsesItsJarsWhereTheyAre() throws Exception {
    Path declarations = folder.resolve("open");
    declareNested(declarations);
    Path beside = declarations.resolve("META-INF/streamgauge/probes/nested");
    Files.copy(probeJar(), beside.resolve("probe.jar"));
    Files.copy(libraryJar("nested"), beside.resolve("library.jar"));
    List<Path> before = privateFolders();

    try (NestedHost host = new NestedHost(declarations, getClass().getClassLoader())) {
      host.awaitShown(UP);

      assertThat(privateFolders()).isEqualTo(before);
    }
  }

  @Test
  void librariesInAFolderBelowAreOpenedWhenTheProbeAsksForThem() throws Exception {
    Path plugin =
        plugin(
            Map.of(
                "probe.jar", probeJar(),
                "library.jar", libraryJar("nested"),
                "more/library.jar", libraryJar("more")));

    ClassLoader probes;
    try (URLClassLoader loader = TestingDeclarations.loader(plugin)) {
      URL location = ProbeCatalog.of(loader).declarations().get(0).location();
      ProbeClasses classes = new ProbeClasses("nested", location, loader, System::nanoTime);
      probes = classes.loader();
      assertThat(privateFolders()).hasSize(1);

      ClassLoader more = classes.libraries("more");

      assertThat(more.loadClass("org.example.Library").getField("VERSION").get(null))
          .isEqualTo("more");
      assertThat(more.loadClass("org.example.NestedFactory").getClassLoader()).isSameAs(probes);
      assertThat(classes.libraries("more")).isSameAs(more);
      assertThat(privateFolders()).hasSize(2);
      classes.close();
    }

    assertThat(privateFolders()).isEmpty();
  }

  @Test
  void aMissingClassCostsTheProbeAlone() throws Exception {
    Path declarations = folder.resolve("declarations");
    declareNested(declarations);
    TestingDeclarations.declare(
        declarations,
        "sample",
        List.of(
            "factory=" + SampleProbe.Factory.class.getName(),
            "prefix=sample",
            "roles=standalone",
            "interval=10 s",
            "timeout=4 s"));
    Path plugin =
        TestingJars.jar(
            folder.resolve("plugin.jar"),
            declarations,
            Map.of("META-INF/streamgauge/probes/nested/probe.jar", probeJar()));

    try (SampleProbe.Script script = new SampleProbe.Script("beside a broken one");
        NestedHost host =
            new NestedHost(
                plugin,
                getClass().getClassLoader(),
                Map.of("sample", Map.of("script", script.id())))) {
      host.awaitShown(DOWN);
      host.awaitShown("streamgauge_probe_up{probe=\"sample\"} 1");

      assertThat(host.shown()).contains(LOAD_ERRORS + 1);
    }
  }

  @Test
  void aJarThatIsNoneCostsTheProbeAlone() throws Exception {
    Path noJar = Files.writeString(folder.resolve("broken.jar"), "no jar");
    Path plugin = plugin(Map.of("probe.jar", noJar));

    try (NestedHost host = new NestedHost(plugin, getClass().getClassLoader())) {
      host.awaitShown(DOWN);

      assertThat(host.shown()).contains(LOAD_ERRORS + 1);
    }
  }

  @Test
  void aFactoryThatIsNoneCostsTheProbeAlone() throws Exception {
    Path declarations = folder.resolve("no-factory");
    TestingDeclarations.declare(declarations, "nested", properties("org.example.Library"));
    Path plugin =
        TestingJars.jar(
            folder.resolve("plugin.jar"),
            declarations,
            Map.of("META-INF/streamgauge/probes/nested/library.jar", libraryJar("nested")));

    try (NestedHost host = new NestedHost(plugin, getClass().getClassLoader())) {
      host.awaitShown(DOWN);

      assertThat(host.shown()).contains(LOAD_ERRORS + 1);
    }
  }

  private Path plugin(Map<String, Path> nested) throws IOException {
    Path declarations = folder.resolve("declarations");
    declareNested(declarations);
    return TestingJars.jar(
        folder.resolve("plugin.jar"),
        declarations,
        nested.entrySet().stream()
            .collect(
                Collectors.toMap(
                    jar -> "META-INF/streamgauge/probes/nested/" + jar.getKey(),
                    Map.Entry::getValue)));
  }

  private static void declareNested(Path declarations) throws IOException {
    TestingDeclarations.declare(declarations, "nested", properties("org.example.NestedFactory"));
  }

  private static List<String> properties(String factory) {
    return List.of(
        "factory=" + factory,
        "prefix=nested",
        "roles=standalone",
        "enabled=true",
        "interval=10 s",
        "timeout=4 s");
  }

  /** A jar with a probe that publishes what it sees of its class loader. */
  private Path probeJar() throws IOException {
    Path library = libraryJar("compiled against");
    Path classes =
        TestingJars.compile(
            folder.resolve("probe-classes"),
            List.of(library),
            Map.of("org.example.NestedFactory", NESTED_FACTORY));
    return TestingJars.jar(folder.resolve("probe.jar"), classes, Map.of());
  }

  private static final String NESTED_FACTORY =
      """
      package org.example;

      import io.streamgauge.reporter.probe.*;
      import io.streamgauge.reporter.snapshot.*;
      import java.io.InputStream;
      import java.util.Map;

      public class NestedFactory implements ProbeFactory {
        static final FamilyHeader SEEN =
            FamilyHeader.of("streamgauge_nested_info", Kind.GAUGE, "What a nested probe sees.");

        @Override
        public Probe start(ProbeContext context) throws Exception {
          String library = new Library().version();
          return new Probe() {
            @Override
            public void poll() throws Exception {
              Map<String, String> seen = Map.of(
                  "library", library,
                  "resource", resource(),
                  "loader", getClass().getClassLoader().getName(),
                  "context_loader", Thread.currentThread().getContextClassLoader().getName(),
                  "spi_loader", Probe.class.getClassLoader() == getClass().getClassLoader()
                      ? "own" : "shared");
              Thread.currentThread().setContextClassLoader(null);
              context.publish(Batch.builder().add(SEEN, seen, 1).build());
            }

            @Override
            public void stop() {}
          };
        }

        private String resource() throws Exception {
          try (InputStream text = getClass().getClassLoader().getResourceAsStream("library.txt")) {
            return new String(text.readAllBytes());
          }
        }
      }
      """;

  /** A jar with a library that knows its version, and a resource that does too. */
  private Path libraryJar(String version) throws IOException {
    String name = "library-" + version.replace(' ', '-');
    String source =
        "package org.example; public class Library {"
            + " public static final String VERSION = new String(\"%s\");"
            + " public String version() { return VERSION; } }";
    Path classes =
        TestingJars.compile(
            folder.resolve(name),
            List.of(),
            Map.of("org.example.Library", source.formatted(version)));
    Files.writeString(classes.resolve("library.txt"), version);
    return TestingJars.jar(folder.resolve(name + ".jar"), classes, Map.of());
  }

  private List<Path> privateFolders() throws IOException {
    try (Stream<Path> folders = Files.list(temporary)) {
      return folders
          .filter(each -> each.getFileName().toString().startsWith("streamgauge-nested-"))
          .sorted()
          .collect(Collectors.toList());
    }
  }
}
