package io.streamgauge.it.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Javas of this machine. */
final class JavaHomes {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([^\"]+)\"");

  private static final int MIN_RELEASE = 11;

  private JavaHomes() {}

  /** One home for each feature release, from the usual place on Linux and from this JVM. */
  static List<Path> installed() throws IOException {
    return installed(Path.of(System.getProperty("java.home")), Path.of("/usr/lib/jvm"));
  }

  /**
   * One home for each feature release that Flink runs on.
   *
   * @param own wins over others of its release
   * @param parent the directory of further homes, if it exists
   */
  static List<Path> installed(Path own, Path parent) throws IOException {
    List<Path> candidates = new ArrayList<>(List.of(own));
    if (Files.isDirectory(parent)) {
      try (Stream<Path> homes = Files.list(parent)) {
        homes.sorted().forEach(candidates::add);
      }
    }
    TreeMap<Integer, Path> byRelease = new TreeMap<>();
    for (Path each : candidates) {
      if (Files.isExecutable(each.resolve("bin/java"))) {
        version(each).ifPresent(text -> byRelease.putIfAbsent(release(text), each));
      }
    }
    return List.copyOf(byRelease.tailMap(MIN_RELEASE).values());
  }

  /** The version in the file {@code release} of a home, such as 17.0.15. */
  static Optional<String> version(Path home) throws IOException {
    Path file = home.resolve("release");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Files.readString(file)
        .lines()
        .map(VERSION::matcher)
        .filter(Matcher::find)
        .map(each -> each.group(1))
        .findFirst();
  }

  private static int release(String version) {
    return Integer.parseInt(version.split("\\D", 2)[0]);
  }
}
