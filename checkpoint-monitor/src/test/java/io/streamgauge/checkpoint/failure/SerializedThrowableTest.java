package io.streamgauge.checkpoint.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Flink makes of exceptions on their way into its history. */
@Tag("flink")
class SerializedThrowableTest {

  private final Exception root = new IllegalStateException("secret\nCaused by: com.evil.Forged");

  @Test
  void theRootOfAFailureOfATaskIsFound() {
    assertRootIsFound(new RuntimeException("top", root));
  }

  @Test
  void theRootIsFoundInWhatComesFromAnotherProcess() {
    assertRootIsFound(new SerializedThrowable(new RuntimeException("top", root)));
  }

  @Test
  void theRootIsFoundBehindAStandIn() {
    assertRootIsFound(new RuntimeException("top", new SerializedThrowable(root)));
  }

  @Test
  void theRootIsFoundBehindAStandInForAStandIn() {
    SerializedThrowable once = new SerializedThrowable(new RuntimeException("middle", root));

    assertRootIsFound(new RuntimeException("top", new SerializedThrowable(once)));
  }

  private void assertRootIsFound(Throwable failure) {
    SerializedThrowable recorded = new ErrorInfo(failure, 1).getException();

    RootCause found =
        RootCause.of(recorded.getOriginalErrorClassName(), recorded.getFullStringifiedStackTrace());

    assertThat(found).hasToString("java.lang.IllegalStateException at " + getClass().getName());
  }
}
