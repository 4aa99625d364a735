package io.streamgauge.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.it.soak.LogLines.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {
  private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";

  private final LogLines lines = new LogLines();

  @Test
  void kafkaLines_areOursByTheirClientId() {
    add("WARN ", CLIENT, "[AdminClient clientId=streamgauge-main-1] Connection to node -1");
    add("INFO ", CLIENT, "[AdminClient clientId=streamgauge-main-1] Rebootstrapping");
    add("WARN ", CLIENT, "[Consumer clientId=orders-0, groupId=orders] Connection to node -1");

    assertThat(lines.drain().lines())
        .isEqualTo(Map.of(new Source(CLIENT, true), 2L, new Source(CLIENT, false), 1L));
    assertThat(lines.drain().lines()).isEmpty();
  }

  @Test
  void ourLoggers_withoutEventsAndJobs_areOurs() {
    add("WARN ", "io.streamgauge.checkpoint.CheckpointProbe", "x");
    add("INFO ", "io.streamgauge.events", "{\"kind\":\"job_created\"}");
    add("INFO ", "io.streamgauge.it.cluster.job.Failing", "x");
    lines.add("\tat io.streamgauge.reporter.StreamgaugeReporter.open(StreamgaugeReporter.java:1)");

    assertThat(lines.drain().lines())
        .isEqualTo(
            Map.of(
                new Source("io.streamgauge.checkpoint.CheckpointProbe", true), 1L,
                new Source("io.streamgauge.events", false), 1L,
                new Source("io.streamgauge.it.cluster.job.Failing", false), 1L));
  }

  @Test
  void linesOfOneCause_lessThanAMinuteApart_areRepeated() {
    String cause = "Probe kafka-lag: unreachable: cluster %d does not answer";
    String logger = "io.streamgauge.reporter.internal.hosting.running.ProbeLog";
    addAt("17:00:00,000", logger, cause.formatted(1));
    addAt("17:00:30,000", logger, "Probe kafka-lag has recovered");
    addAt("17:01:00,000", logger, cause.formatted(2));
    addAt("17:01:58,999", logger, cause.formatted(3));
    addAt("17:02:10,000", "org.example.Job", "x");
    addAt("17:02:10,000", "org.example.Job", "x");

    assertThat(lines.drain().repeated())
        .isEqualTo(Map.of(logger + ": " + cause.replace("%d", "#"), 1L));
    addAt("17:02:30,000", logger, cause.formatted(4));
    assertThat(lines.drain().repeated()).hasSize(1);
  }

  @Test
  void logTail_incompleteLine_comesWithItsEnd(@TempDir Path directory) throws IOException {
    Path log = Files.writeString(directory.resolve("log"), "one\ntw");
    LogTail tail = new LogTail(log);

    assertThat(tail.lines()).containsExactly("one");
    Files.writeString(log, "o\nthree\n", StandardOpenOption.APPEND);
    assertThat(tail.lines()).containsExactly("two", "three");
    assertThat(tail.lines()).isEmpty();
  }

  private void addAt(String time, String logger, String message) {
    lines.add("2026-11-30 %s WARN  %-60s [] - %s".formatted(time, logger, message));
  }

  private void add(String level, String logger, String message) {
    lines.add("2026-11-30 17:00:00,123 %s %-60s [] - %s".formatted(level, logger, message));
  }
}
