package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepTimerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong now = new AtomicLong();
  private final StepTimer steps = new StepTimer(new ManualTimer(), now::get);

  @Test
  void stepDueAtTwoChecks_isLost() {
    schedule();
    pass(SECOND.multipliedBy(2));

    assertThat(steps.isLost(/* hasSteps= */ true)).isFalse();
    assertThat(steps.isLost(/* hasSteps= */ true)).isTrue();
  }

  @Test
  void lostStep_isReportedOnce() {
    schedule();
    pass(SECOND.multipliedBy(2));
    steps.isLost(/* hasSteps= */ true);
    steps.isLost(/* hasSteps= */ true);

    assertThat(steps.isLost(/* hasSteps= */ true)).isFalse();
  }

  @Test
  void stepTakenBetweenTwoChecks_isNotLost() {
    schedule();
    pass(SECOND.multipliedBy(2));
    assertThat(steps.isLost(/* hasSteps= */ true)).isFalse();

    schedule();
    pass(SECOND.multipliedBy(2));

    assertThat(steps.isLost(/* hasSteps= */ true)).isFalse();
  }

  @Test
  void stepNotYetDue_isNotLost() {
    schedule();
    pass(SECOND);

    assertThat(steps.isLost(/* hasSteps= */ true)).isFalse();
    assertThat(steps.isLost(/* hasSteps= */ true)).isFalse();
  }

  @Test
  void noStepExpected_isNotLost() {
    schedule();
    pass(SECOND.multipliedBy(2));

    assertThat(steps.isLost(/* hasSteps= */ false)).isFalse();
    assertThat(steps.isLost(/* hasSteps= */ false)).isFalse();
  }

  private void schedule() {
    HostTimer.Timeout unused = steps.later(SECOND, () -> {});
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
