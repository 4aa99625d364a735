package io.streamgauge.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final int RUNS = 200;

  @Test
  void faults_onlyOfStepsThatFailTooOften() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(5);
    Load load = new Load();
    try (load) {
      load.repeat("always", Duration.ZERO, failing(1, done));
      load.repeat("often", Duration.ZERO, failing(2, done));
      load.repeat("strict often", Duration.ZERO, 0.01, failing(50, done));
      load.repeat("strict rarely", Duration.ZERO, 0.01, failing(RUNS, done));
      load.repeat("never", Duration.ZERO, failing(Integer.MAX_VALUE, done));
      assertThat(done.await(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

      assertThat(load.faults())
          .satisfiesExactly(
              each -> assertThat(each).startsWith("always: ").endsWith("IOException: on purpose"),
              each -> assertThat(each).startsWith("strict often: "));
    }
    assertThat(load.summary()).contains("never: ").contains(" runs, none failed");
  }

  @Test
  void faults_stepThatNeverEnds_isOne() {
    CountDownLatch end = new CountDownLatch(1);
    try (Load load = new Load()) {
      load.repeat("stuck", Duration.ZERO, end::await);

      assertThat(load.faults()).containsExactly("stuck: 0 runs, none failed");
      end.countDown();
    }
  }

  /** A step that fails once in so many runs, and counts down when it was run often enough. */
  private static Load.Step failing(int interval, CountDownLatch done) {
    AtomicInteger runs = new AtomicInteger();
    return () -> {
      int run = runs.incrementAndGet();
      if (run == RUNS + 1) {
        done.countDown();
      }
      if (run % interval == 0) {
        throw new IOException("on purpose");
      }
    };
  }
}
