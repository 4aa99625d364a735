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

    assertThat(lines.drain())
        .isEqualTo(Map.of(new Source(CLIENT, true), 2L, new Source(CLIENT, false), 1L));
    assertThat(lines.drain()).isEmpty();
  }

  @Test
  void ourLoggers_withoutEventsAndJobs_areOurs() {
    add("WARN ", "io.streamgauge.checkpoint.CheckpointProbe", "x");
    add("INFO ", "io.streamgauge.events", "{\"kind\":\"job_created\"}");
    add("INFO ", "io.streamgauge.it.cluster.job.Failing", "x");
    lines.add("\tat io.streamgauge.reporter.StreamgaugeReporter.open(StreamgaugeReporter.java:1)");

    assertThat(lines.drain())
        .isEqualTo(
            Map.of(
                new Source("io.streamgauge.checkpoint.CheckpointProbe", true), 1L,
                new Source("io.streamgauge.events", false), 1L,
                new Source("io.streamgauge.it.cluster.job.Failing", false), 1L));
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

  private void add(String level, String logger, String message) {
    lines.add("2026-11-30 17:00:00,123 %s %-60s [] - %s".formatted(level, logger, message));
  }
}
