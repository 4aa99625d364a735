package io.streamgauge.udf.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.udf.testing.LogLines;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {

  private static final String NAME = "io.streamgauge.udf.internal.log.test";

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
  void exceptions_withControlCharacters_forgeNoLine() {
    Throwable cause = failure(new IOException("x".repeat(30_000)));
    Throwable failure = failure(new IllegalStateException("a\n2026-11-30 ERROR \u001b[2J", cause));
    try (LogLines lines = LogLines.of(NAME)) {
      boolean isLogged = log.warn("a", "Failed to load '{}'", "b", failure);

      assertThat(isLogged).isTrue();
      assertThat(lines.all())
          .containsExactly(
              "Failed to load 'b': java.lang.IllegalStateException:"
                  + " a\\u000a2026-11-30 ERROR \\u001b[2J"
                  + "\n\tat com.acme.Score.map(Score.java:7)".repeat(12)
                  + "\nCaused by: java.io.IOException: "
                  + "x".repeat(1_000 - "java.io.IOException: ".length())
                  + "..."
                  + "\n\tat com.acme.Score.map(Score.java:7)".repeat(12));
    }
  }

  private static Throwable failure(Throwable failure) {
    StackTraceElement[] frames = new StackTraceElement[30];
    Arrays.fill(frames, new StackTraceElement("com.acme.Score", "map", "Score.java", 7));
    failure.setStackTrace(frames);
    return failure;
  }

  @Test
  void causes_thatAreManyOrCyclic_areBounded() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    try (LogLines lines = LogLines.of(NAME)) {
      log.warn("a", "Failed", second);

      assertThat(lines.all())
          .singleElement()
          .satisfies(line -> assertThat(line.split("Caused by: ", -1)).hasSize(8));
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
