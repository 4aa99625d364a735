package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.limits.WaitLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void theValueIsReturnedAsSoonAsThereIsOne() {
    AtomicInteger calls = new AtomicInteger();

    int value =
        Await.value(
            "two calls",
            WaitLimit.LIMIT,
            () -> Optional.of(calls.incrementAndGet()).filter(n -> n == 2));

    assertThat(value).isEqualTo(2);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> Await.until("a miracle", Duration.ZERO, () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("waited 0 s for a miracle");
  }
}
