package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.hosting.declaration.Redactor;
import io.streamgauge.reporter.internal.logging.RecordingLogger;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProbeLogTest {

  private static final String RECOVERED = "info Probe {} has recovered [sample]";

  private final List<String> lines = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final ProbeLog log =
      new ProbeLog(
          RecordingLogger.of(lines),
          "sample",
          new Redactor(Map.of("password", "hunter22"), key -> true),
          nanos::get);

  @Test
  void cause_isLoggedOnceUntilRecovery() {
    for (int i = 0; i < 100; i++) {
      log.error(ProbeError.UNREACHABLE, "host does not answer within " + i + " ms");
      log.error(ProbeError.CONFIGURATION, "no such key");
      advance(Duration.ofMinutes(2));
    }
    log.succeeded();
    log.succeeded();
    log.error(ProbeError.UNREACHABLE, "host does not answer within 7 ms");

    assertThat(lines)
        .containsExactly(
            warning("unreachable: host does not answer within 0 ms"),
            warning("configuration: no such key"),
            RECOVERED,
            warning("unreachable: host does not answer within 7 ms"));
  }

  @Test
  void failureAndRecoveryInTurns_oneLineOfEachPerMinute() {
    for (int i = 0; i < 12; i++) {
      log.error(ProbeError.UNREACHABLE, "host does not answer");
      log.succeeded();
      advance(Duration.ofSeconds(10));
    }

    assertThat(lines)
        .containsExactly(
            warning("unreachable: host does not answer"),
            RECOVERED,
            warning("unreachable: host does not answer"),
            RECOVERED);
  }

  @Test
  void manyCauses_twentyLinesPerMinute() {
    for (int i = 0; i < 100; i++) {
      log.error(ProbeError.INTERNAL, "cause " + "x".repeat(i));
    }
    assertThat(lines).hasSize(ProbeLog.MAX_LINES);

    advance(Duration.ofMinutes(1));
    log.error(ProbeError.INTERNAL, "another cause");

    assertThat(lines).hasSize(ProbeLog.MAX_LINES + 1);
  }

  @Test
  void failureReportedAndThrown_isLoggedOnceWithoutClassName() {
    ProbeException failure =
        new ProbeException(
            ProbeError.UNREACHABLE, "host does not answer", new IOException("reset"));

    log.error(failure.reason(), failure);
    log.error(failure.reason(), "host does not answer");
    log.error(failure.reason(), new ProbeException(failure.reason(), "host does not answer"));

    assertThat(lines)
        .containsExactly(
            warning("unreachable: host does not answer; caused by java.io.IOException: reset"));
  }

  @Test
  void secret_isHidden() {
    log.error(ProbeError.CONFIGURATION, "hunter22 is wrong");
    log.error(
        ProbeError.CONFIGURATION,
        new ProbeException(ProbeError.CONFIGURATION, "login failed", new IOException("hunter22")));

    assertThat(lines)
        .containsExactly(
            warning("configuration: [hidden] is wrong"),
            warning("configuration: login failed; caused by java.io.IOException: [hidden]"));
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static String warning(String text) {
    return "warn Probe {}: {}{} [sample, " + text + ", ]";
  }
}
