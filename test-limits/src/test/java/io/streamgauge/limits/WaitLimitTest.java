package io.streamgauge.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitLimitTest {

  @Test
  void await_withoutALimit_waitsLongerThanAwaitilitysDefault() {
    AtomicLong leftMillis = new AtomicLong();

    await()
        .conditionEvaluationListener(each -> leftMillis.set(each.getRemainingTimeInMS()))
        .until(() -> true);

    assertThat(leftMillis.get())
        .isBetween(Duration.ofSeconds(11).toMillis(), WaitLimit.LIMIT.toMillis());
  }
}
