package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What a test needs of the machine that is no program: without it the test is skipped, but fails
 * where CI is set.
 */
final class Tools {
  private static final boolean IS_CI = "true".equals(System.getenv("CI"));

  private Tools() {}

  static void require(boolean isThere, String what) {
    if (IS_CI) {
      assertThat(isThere).as("CI must have " + what).isTrue();
    }
    assumeTrue(isThere, "skipped: it needs " + what);
  }
}
