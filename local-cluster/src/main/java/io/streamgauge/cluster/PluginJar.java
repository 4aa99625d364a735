package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jar of the module {@code plugin}. */
public final class PluginJar {

  private PluginJar() {}

  /**
   * Where the built jar lies.
   *
   * @throws IllegalStateException if there is none, or more than one
   */
  public static Path built() {
    Path target = ProjectRoot.path().resolve("plugin/target");
    try (Stream<Path> files = Files.list(target)) {
      List<Path> jars =
          files
              .filter(each -> each.getFileName().toString().matches("streamgauge-.*\\.jar"))
              .toList();
      if (jars.size() != 1) {
        throw new IllegalStateException(
            "one jar must be in " + target + ", found " + jars + "; mvn clean package makes it");
      }
      return jars.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException("mvn package makes the jar that belongs into " + target, e);
    }
  }
}
