package io.streamgauge.kafka;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.FreePorts;
import io.streamgauge.cluster.SilentServer;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.testing.LogRecorder;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.kafka.testing.ScriptedServer;
import io.streamgauge.kafka.testing.ScriptedServer.End;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that the probe and Kafka's client log over several minutes by the ticker. */
@Tag("slow")
class LogFloodTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A part of a minute: a cause that recurs in each step must not be logged in each. */
  private static final Duration STEP = Duration.ofSeconds(30);

  private static final int STEPS = 4;

  /** Each makes Kafka's client log some lines. */
  private static final int CONNECTIONS = 5;

  private static final int PARTITIONS = 20;

  /** The end of a line that follows suppressed ones. */
  private static final String SUPPRESSED = " \\(\\d+ similar lines suppressed\\)";

  private final Path folder;

  LogFloodTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void brokersDown_oneLinePerCauseAndMinute() throws Exception {
    try (ScriptedServer tls = ScriptedServer.tlsAlert();
        ScriptedServer reset = ScriptedServer.resetting();
        ScriptedServer broken = ScriptedServer.kafka(End.RESET);
        ScriptedServer halfBroken = ScriptedServer.kafka(End.RESET);
        SilentServer silent = SilentServer.start();
        LogRecorder log = LogRecorder.open()) {
      Map<String, String> settings = new HashMap<>(Map.of("interval", "1 s", "timeout", "3 s"));
      Map<String, String> servers =
          Map.of(
              "closed", "127.0.0.1:" + FreePorts.next(),
              "tls", tls.address(),
              "reset", reset.address(),
              "silent", silent.address(),
              "broken", broken.address(),
              "dns", halfBroken.address() + ",no-such-host.invalid:9092");
      servers.forEach(
          (cluster, addresses) -> {
            settings.put(cluster + ".properties.bootstrap.servers", addresses);
            settings.put(cluster + ".properties.metadata.recovery.strategy", "rebootstrap");
            settings.put(cluster + ".groups", "*");
          });
      NestedProbe probe = new NestedProbe(folder, settings);
      try (probe) {
        await()
            .until(
                () ->
                    broken.connections() >= CONNECTIONS
                        && halfBroken.connections() >= CONNECTIONS
                        && haveFailed(log, servers.keySet()));
        for (int step = 0; step < STEPS; step++) {
          probe.advance(STEP);
          int before = broken.connections();
          await().until(() -> broken.connections() >= before + 2);
        }
        awaitNextLine(log, "org.apache.kafka.");
      }

      assertOneLinePerCauseAndMinute(log, probe.elapsed(), 50);
    }
  }

  @Test
  void readRecords_oneLinePerCauseAndMinute() throws Exception {
    long now = System.currentTimeMillis();
    // After a record from the future only reading finds the age of the others.
    long[] timestamps =
        LongStream.concat(
                LongStream.of(now + MINUTE.toMillis() * 30),
                LongStream.rangeClosed(0, STEPS).map(step -> now - (60 - step) * MINUTE.toMillis()))
            .toArray();
    try (RealKafka kafka = RealKafka.start()) {
      kafka.topic("in", PARTITIONS);
      for (int number = 0; number < PARTITIONS; number++) {
        kafka.write(new Partition("in", number), timestamps);
      }
      commit(kafka, 1);
      try (LogRecorder log = LogRecorder.open()) {
        NestedProbe probe =
            new NestedProbe(
                folder,
                Map.of(
                    "interval", "1 s",
                    "timeout", "10 s",
                    "main.properties.bootstrap.servers", kafka.broker().bootstrapServers(),
                    "main.groups", "readers",
                    "main.read-records", "true"));
        try (probe) {
          awaitRead(probe, timestamps[1]);
          for (int step = 1; step <= STEPS; step++) {
            probe.advance(STEP);
            commit(kafka, 1 + step);
            awaitRead(probe, timestamps[1 + step]);
          }
          awaitNextLine(log, "org.apache.kafka.clients.consumer.");
        }

        assertOneLinePerCauseAndMinute(log, probe.elapsed(), 10);
      }
    }
  }

  private static void commit(RealKafka kafka, long offset) {
    for (int number = 0; number < PARTITIONS; number++) {
      kafka.alter("readers", new Partition("in", number), offset);
    }
  }

  /** Waits until the first unconsumed record of each partition has this timestamp. */
  private static void awaitRead(NestedProbe probe, long timestamp) {
    // Later than any record.
    long scrape = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    Map<Integer, Double> expected =
        IntStream.range(0, PARTITIONS)
            .boxed()
            .collect(toMap(number -> number, number -> (scrape - timestamp) / 1_000.0));
    await()
        .untilAsserted(
            () ->
                assertThat(probe.published("kafka_committed_lag_seconds", scrape))
                    .isEqualTo(expected));
  }

  private static boolean haveFailed(LogRecorder log, Set<String> clusters) {
    return clusters.stream()
        .allMatch(cluster -> log.lines().stream().anyMatch(isFailureOf(cluster)));
  }

  private static Predicate<String> isFailureOf(String cluster) {
    return line -> line.startsWith("WARN io.streamgauge.") && line.contains("cluster " + cluster);
  }

  /** Waits until a cause of the loggers is logged in another minute. */
  private static void awaitNextLine(LogRecorder log, String loggers) {
    await()
        .until(
            () ->
                causes(lines(log)).entrySet().stream()
                    .filter(cause -> cause.getKey().startsWith("INFO " + loggers))
                    .anyMatch(cause -> cause.getValue() > 1));
  }

  /**
   * Asserts that the limit holds from the first line to the last.
   *
   * @param max more lines than this per minute are a flood
   */
  private static void assertOneLinePerCauseAndMinute(LogRecorder log, Duration elapsed, int max) {
    int minutes = 1 + (int) elapsed.dividedBy(MINUTE);
    assertThat(causes(lines(log)))
        .allSatisfy((line, count) -> assertThat(count).as(line).isLessThanOrEqualTo(minutes));
    assertThat(lines(log)).hasSizeLessThan(minutes * max);
  }

  private static List<String> lines(LogRecorder log) {
    return log.lines().stream().filter(each -> !each.startsWith("DEBUG")).toList();
  }

  /** Counts lines by cause: those that differ only in numbers have the same one. */
  private static Map<String, Long> causes(List<String> lines) {
    return lines.stream()
        .map(each -> each.replaceAll(SUPPRESSED, "").replaceAll("\\d+", "#"))
        .collect(groupingBy(each -> each, counting()));
  }
}
