package io.streamgauge.reporter.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogLimitTest {

  private final AtomicLong nanos = new AtomicLong();
  private final LogLimit limit = new LogLimit(nanos::get);

  @Test
  void oneLinePerCauseAndMinuteIsAdmitted() {
    assertThat(limit.admit("network", "connection lost")).hasValue(0);
    assertThat(limit.admit("network", "connection lost")).isEmpty();
    assertThat(limit.admit("network", "connection refused")).hasValue(0);
    assertThat(limit.admit("metadata", "connection lost")).hasValue(0);

    nanos.addAndGet(LogLimit.PERIOD.toNanos() - 1);
    assertThat(limit.admit("network", "connection lost")).isEmpty();
    nanos.incrementAndGet();

    assertThat(limit.admit("network", "connection lost")).hasValue(2);
    assertThat(limit.admit("network", "connection lost")).isEmpty();
  }

  @Test
  void oneCause_withinSixtySeconds_isSuppressedAndCounted() {
    assertThat(admitAt(0)).hasValue(0);
    assertThat(admitAt(1_000)).isEmpty();
    assertThat(admitAt(59_900)).isEmpty();

    assertThat(admitAt(60_000)).hasValue(2);
    assertThat(admitAt(119_900)).isEmpty();
    assertThat(admitAt(120_000)).hasValue(1);
  }

  @Test
  void oneCause_everySecondOfFiveMinutes_isAdmittedFiveTimes() {
    assertThat(LongStream.range(0, 300).filter(second -> admitAt(second * 1_000).isPresent()))
        .containsExactly(0L, 60L, 120L, 180L, 240L);
  }

  private OptionalLong admitAt(long millis) {
    nanos.set(Duration.ofMillis(millis).toNanos());
    return limit.admit("network", "connection lost");
  }

  @Test
  void messagesThatDifferInNumbersAreOneCause() {
    assertThat(limit.admit("network", "[clientId=main-1] node -1 lost after 20 ms")).hasValue(0);

    assertThat(limit.admit("network", "[clientId=main-2] node -2 lost after 7 ms")).isEmpty();
  }

  @Test
  void causesBeyondTheBoundShareOneLine() {
    long admitted = 0;
    for (int i = 0; i < 10_000; i++) {
      String letters = Integer.toString(i, 36).replaceAll("\\d", "-") + "x".repeat(i % 150);
      admitted += limit.admit("logger" + letters, letters).isPresent() ? 1 : 0;
    }

    assertThat(admitted).isBetween(100L, LogLimit.MAX_CAUSES + 1L);
  }

  @Test
  void aCauseWhoseMinuteIsOverMakesRoomForAnother() {
    for (int i = 0; i <= LogLimit.MAX_CAUSES; i++) {
      OptionalLong unused = limit.admit("x".repeat(i), "");
    }
    assertThat(limit.admit("late", "")).isEmpty();

    nanos.addAndGet(LogLimit.PERIOD.toNanos());

    assertThat(limit.admit("late", "")).hasValue(0);
  }
}
