package io.streamgauge.it.cluster;

import io.streamgauge.cluster.FlinkDistribution;
import java.util.List;

/** How much is done: little in every build, all under the Maven profile {@code matrix}. */
final class Scale {
  /** The method source of {@link #versions}. */
  static final String VERSIONS = "io.streamgauge.it.cluster.Scale#versions";

  private static final boolean IS_MATRIX = Boolean.getBoolean("streamgauge.matrix");

  private Scale() {}

  static boolean isMatrix() {
    return IS_MATRIX;
  }

  /** The versions of Flink that a test runs on. */
  static List<String> versions() {
    return IS_MATRIX
        ? List.of(FlinkDistribution.OLDEST, FlinkDistribution.NEWEST)
        : List.of(FlinkDistribution.NEWEST);
  }

  static int of(int everyBuild, int matrix) {
    return IS_MATRIX ? matrix : everyBuild;
  }
}
