package io.streamgauge.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in the jar that users put into Flink's lib directory. */
@Tag("slow")
class PluginJarITCase {

  private static final int JAVA_11 = 55;

  private final Path path = Path.of(System.getProperty("streamgauge.jar"));
  private final JarFile jar;

  PluginJarITCase() throws IOException {
    jar = new JarFile(path.toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void jobsSeeNothingButOurClassesAndServiceFiles() {
    assertThat(files())
        .filteredOn(name -> !name.startsWith("META-INF/"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("io/streamgauge/"));
    assertThat(files())
        .filteredOn(name -> name.startsWith("META-INF/services/"))
        .containsExactly(
            "META-INF/services/org.apache.flink.metrics.reporter.MetricReporterFactory");
    assertThat(files())
        .filteredOn(name -> name.startsWith("META-INF/") && !name.startsWith("META-INF/services/"))
        .allMatch(
            name ->
                name.startsWith("META-INF/streamgauge/")
                    || name.startsWith("META-INF/licenses/")
                    || List.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/NOTICE")
                        .contains(name));
  }

  @Test
  void everyServiceThatIsNamedIsThere() throws IOException {
    String factory =
        text("META-INF/services/org.apache.flink.metrics.reporter.MetricReporterFactory").strip();

    assertThat(factory).isEqualTo("io.streamgauge.reporter.StreamgaugeReporterFactory");
    assertThat(files()).contains(factory.replace('.', '/') + ".class");
  }

  @Test
  void ourClassesRunOnJava11() throws IOException {
    Map<String, Integer> versions = new TreeMap<>();
    for (String name : files()) {
      byte[] content = bytes(name);
      if (name.endsWith(".class")) {
        versions.put(name, version(content));
      } else if (name.endsWith(".jar")) {
        addVersionsOfOurs(name, content, versions);
      }
    }

    assertThat(versions).isNotEmpty();
    assertThat(versions.values()).allMatch(version -> version <= JAVA_11);
  }

  private static void addVersionsOfOurs(String jar, byte[] content, Map<String, Integer> versions)
      throws IOException {
    try (JarInputStream nested = new JarInputStream(new ByteArrayInputStream(content))) {
      for (JarEntry entry = nested.getNextJarEntry();
          entry != null;
          entry = nested.getNextJarEntry()) {
        if (entry.getName().startsWith("io/streamgauge/") && entry.getName().endsWith(".class")) {
          versions.put(jar + '!' + entry.getName(), version(nested.readAllBytes()));
        }
      }
    }
  }

  /** The major version, the fourth pair of bytes. */
  private static int version(byte[] classFile) {
    return (classFile[6] & 0xff) << 8 | (classFile[7] & 0xff);
  }

  @Test
  void theLicenceIsThereAndTheNoticeNamesEveryNestedJar() throws IOException {
    assertThat(text("META-INF/LICENSE")).contains("Apache License").contains("Version 2.0");
    String notice = text("META-INF/NOTICE");
    List<String> nested = files().stream().filter(name -> name.endsWith(".jar")).toList();

    assertThat(nested).isNotEmpty();
    assertThat(nested)
        .allSatisfy(
            name -> {
              String file = name.substring(name.lastIndexOf('/') + 1);
              assertThat(notice).contains(file.replaceFirst("-[0-9].*", ""));
            });
    assertThat(text("META-INF/licenses/slf4j.txt")).contains("Permission is hereby granted");
    for (String licence : List.of("google-bsd", "protobuf")) {
      assertThat(text("META-INF/licenses/" + licence + ".txt"))
          .contains("Redistribution and use in source and binary forms");
    }
  }

  @Test
  void theManifestTellsVersionAndMainClass() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();

    assertThat(manifest.getValue("Implementation-Version"))
        .isEqualTo(System.getProperty("streamgauge.version"));
    assertThat(manifest.getValue("Main-Class"))
        .isEqualTo("io.streamgauge.reporter.standalone.Launcher");
  }

  @Test
  void theReadmeTellsTheSize() throws IOException {
    Path readme = Path.of(System.getProperty("streamgauge.root"), "README.md");
    String size = String.format(Locale.ROOT, "%.1f MB", Files.size(path) / 1e6);

    assertThat(Files.readString(readme)).contains(path.getFileName() + "` (" + size + ')');
  }

  @Test
  void jackson_isNestedInOneVersionOnly() {
    assertThat(nestedJars())
        .filteredOn(name -> name.startsWith("jackson-"))
        .hasSizeGreaterThan(3)
        .extracting(name -> name.replaceFirst("[a-z-]+", ""))
        .containsOnly(System.getProperty("streamgauge.jackson") + ".jar");
  }

  @Test
  void standaloneNetty_isCurrent_andHasNoNativeCode() throws IOException {
    List<String> content = new ArrayList<>();
    String name =
        files().stream().filter(each -> each.contains("/standalone-netty-")).findFirst().orElse("");
    try (JarInputStream netty = new JarInputStream(new ByteArrayInputStream(bytes(name)))) {
      for (JarEntry each = netty.getNextJarEntry(); each != null; each = netty.getNextJarEntry()) {
        content.add(each.getName());
        if (each.getName().endsWith("/netty-codec-http/pom.properties")) {
          assertThat(new String(netty.readAllBytes(), UTF_8))
              .contains("version=" + System.getProperty("streamgauge.netty") + '\n');
        }
      }
    }

    assertThat(content)
        .contains("META-INF/maven/io.netty/netty-codec-http/pom.properties")
        .contains("org/apache/flink/shaded/netty4/io/netty/channel/Channel.class")
        .noneMatch(each -> each.startsWith("io/netty/") || each.endsWith(".so"));
  }

  @Test
  void billOfMaterials_listsWhatTheJarHolds() throws IOException {
    Path file = Path.of(System.getProperty("streamgauge.sbom"));
    assumeTrue(
        Files.exists(file) || "true".equals(System.getenv("CI")),
        "skipped: Maven writes no bill of materials offline");
    String sbom = Files.readString(file);
    Set<String> listed =
        Pattern.compile("\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@([^?\"]+)")
            .matcher(sbom)
            .results()
            .filter(each -> !each.group(1).equals("io.streamgauge"))
            .filter(each -> !each.group(1).equals("io.netty"))
            // Annotations that the compiler needs and the jar leaves out.
            .filter(each -> !each.group(2).equals("j2objc-annotations"))
            .map(each -> each.group(2) + '-' + each.group(3) + ".jar")
            .collect(Collectors.toSet());

    assertThat(sbom)
        .contains("\"bomFormat\" : \"CycloneDX\"")
        .contains("pkg:maven/io.netty/netty-codec-http@" + System.getProperty("streamgauge.netty"));
    assertThat(nestedJars())
        .filteredOn(name -> !name.matches("(checkpoint|kafka-lag)-monitor.*|standalone-netty.*"))
        .allMatch(listed::contains);
    assertThat(nestedJars()).containsAll(listed);
  }

  /** The file names of the nested jars. */
  private List<String> nestedJars() {
    return files().stream()
        .filter(name -> name.endsWith(".jar"))
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .toList();
  }

  private List<String> files() {
    return jar.stream()
        .filter(entry -> !entry.isDirectory())
        .map(ZipEntry::getName)
        .sorted()
        .toList();
  }

  private String text(String entry) throws IOException {
    return new String(bytes(entry), UTF_8);
  }

  private byte[] bytes(String entry) throws IOException {
    try (InputStream content = jar.getInputStream(jar.getJarEntry(entry))) {
      return content.readAllBytes();
    }
  }
}
