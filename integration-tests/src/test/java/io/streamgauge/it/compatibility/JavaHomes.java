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

  private JavaHomes() {}

  /** One home for each feature release, from the usual places of Linux and from this JVM. */
  static List<Path> installed(Path own) throws IOException {
    List<Path> candidates = new ArrayList<>(List.of(own));
    Path parent = Path.of("/usr/lib/jvm");
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
    return List.copyOf(byRelease.values());
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
