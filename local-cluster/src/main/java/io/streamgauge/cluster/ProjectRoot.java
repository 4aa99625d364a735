package io.streamgauge.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that holds the project's modules. */
public final class ProjectRoot {
  static final String PROPERTY = "streamgauge.root";

  private ProjectRoot() {}

  /**
   * The system property {@code streamgauge.root}, or else the nearest directory at or above the
   * working directory that holds this module's distributions.
   *
   * @throws IllegalStateException if neither leads to the project
   */
  public static Path path() {
    String given = System.getProperty(PROPERTY);
    Path start = Path.of(given == null ? "" : given).toAbsolutePath().normalize();
    return above(start);
  }

  private static Path above(Path start) {
    for (Path each = start; each != null; each = each.getParent()) {
      if (Files.isDirectory(each.resolve("local-cluster/distributions"))) {
        return each;
      }
    }
    throw new IllegalStateException(
        "no directory with local-cluster/distributions at or above " + start);
  }
}
