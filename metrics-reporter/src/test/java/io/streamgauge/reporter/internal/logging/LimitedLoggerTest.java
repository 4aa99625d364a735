package io.streamgauge.reporter.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MarkerFactory;

class LimitedLoggerTest {

  private final List<String> lines = new ArrayList<>();

  @Test
  void flood_passesOneLinePerMinute() {
    AtomicLong nanos = new AtomicLong();
    Logger logger = LimitedLogger.of(RecordingLogger.of(lines), new LogLimit(nanos::get));

    for (int i = 0; i < 1_000; i++) {
      logger.info("Rebootstrapping with {}", i);
      logger.warn(MarkerFactory.getMarker("x"), "broker {} of {} is down", i, "main");
      logger.error("failed", new IllegalStateException());
    }
    nanos.addAndGet(LogLimit.PERIOD.toNanos());
    logger.info("Rebootstrapping with {}", 1_000);

    assertThat(lines)
        .containsExactly(
            "info Rebootstrapping with {} [0]",
            "warn broker {} of {} is down [0, main]",
            "error failed [java.lang.IllegalStateException]",
            "info Rebootstrapping with {} (999 similar lines suppressed) [1000]");
  }

  @Test
  void debug_isNotLimited() {
    Logger logger = LimitedLogger.of(RecordingLogger.of(lines), new LogLimit(System::nanoTime));

    logger.debug("poll");
    logger.debug("poll");

    assertThat(lines).containsExactly("debug poll []", "debug poll []");
  }
}
