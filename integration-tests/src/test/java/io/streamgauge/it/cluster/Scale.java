package io.streamgauge.it.cluster;

/** How much is done: little in every build, all under the Maven profile {@code matrix}. */
final class Scale {
  private static final boolean IS_MATRIX = Boolean.getBoolean("streamgauge.matrix");

  private Scale() {}

  static boolean isMatrix() {
    return IS_MATRIX;
  }

  static int of(int everyBuild, int matrix) {
    return IS_MATRIX ? matrix : everyBuild;
  }
}
