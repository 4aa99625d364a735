package io.streamgauge.udf.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.udf.testing.LogLines;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {

  private static final String NAME = "io.streamgauge.udf.log.test";

  private long nanos;
  private final RateLimitedLog log =
      new RateLimitedLog(LoggerFactory.getLogger(NAME), new CauseLimit(() -> nanos));

  @Test
  void lines_ofOneCause_areOnePerMinute() {
    try (LogLines lines = LogLines.of(NAME)) {
      for (int second = 0; second <= 60; second++) {
        log.warn("a", "Failed to load {}", second);
        nanos += TimeUnit.SECONDS.toNanos(1);
      }

      assertThat(lines.all())
          .containsExactly("Failed to load 0", "Failed to load 60 (59 more suppressed)");
    }
  }

  @Test
  void names_withControlCharacters_forgeNoLine() {
    try (LogLines lines = LogLines.of(NAME)) {
      log.info("a", "Topic '{}'", "a\r\nERROR \u001b[2J\u202e\u2028\ud800 ü \ud83d\ude00");

      assertThat(lines.all())
          .containsExactly(
              "Topic 'a\\u000d\\u000aERROR \\u001b[2J\\u202e\\u2028\\ud800 ü \ud83d\ude00'");
    }
  }

  @Test
  void names_thatAreLong_areCut() {
    try (LogLines lines = LogLines.of(NAME)) {
      log.info("a", "Topic '{}'", "x".repeat(30_000));

      assertThat(lines.all()).containsExactly("Topic '" + "x".repeat(1_000) + "...'");
    }
  }
}
