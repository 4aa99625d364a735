package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @Test
  void delay_firstFailure_isTheInterval() {
    assertThat(after(INTERVAL, 0)).isEqualTo(INTERVAL);
    assertThat(after(INTERVAL, 1)).isEqualTo(INTERVAL);
  }

  @Test
  void delay_failuresInRow_doublesUpToFiveMinutes() {
    assertThat(after(INTERVAL, 2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(after(INTERVAL, 5)).isEqualTo(Duration.ofSeconds(160));
    assertThat(after(INTERVAL, 6)).isEqualTo(Duration.ofMinutes(5));
    assertThat(after(INTERVAL, 1_000)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void delay_intervalOverFiveMinutes_isTheInterval() {
    assertThat(after(Duration.ofMinutes(7), 3)).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void reset_startsFromTheInterval() {
    Backoff backoff = new Backoff(INTERVAL);
    backoff.failed();
    backoff.failed();

    backoff.reset();
    backoff.failed();

    assertThat(backoff.delay()).isEqualTo(INTERVAL);
  }

  private static Duration after(Duration interval, int failures) {
    Backoff backoff = new Backoff(interval);
    for (int i = 0; i < failures; i++) {
      backoff.failed();
    }
    return backoff.delay();
  }
}
