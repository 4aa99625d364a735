package io.streamgauge.demo;

import static io.streamgauge.demo.Published.Signal.ofJob;
import static io.streamgauge.demo.Published.Signal.ofOperator;
import static io.streamgauge.demo.Published.Signal.probed;

import io.streamgauge.demo.Published.Signal;
import io.streamgauge.demo.job.RiverPlan;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The job's main signals, beside what was put in. */
final class SignalTable {
  private static final Signal WATERMARK = ofOperator(RiverPlan.WINDOWS, "currentInputWatermark");
  private static final Signal HEAP =
      new Signal("flink_taskmanager_Status_JVM_Memory_Heap_Used", Map.of());

  private static final Signal UNREADABLE = probed("input_rejections_total");
  private static final Signal ASKED = probed("external_calls_started_total");
  private static final Signal FAILED = probed("external_calls_total", "outcome", "failure");
  private static final Signal TIMED_OUT = probed("external_calls_total", "outcome", "timeout");

  private SignalTable() {}

  static String text(Published now, PutIn putIn, Instant time) {
    StringBuilder table = new StringBuilder();
    row(table, "since the recovery", "published", "put in");
    row(table, "readings at the windows", whole(now.sum(Checks.WINDOWED)), putIn.readings());
    row(table, "late readings dropped", whole(now.sum(Checks.LATE)), putIn.late());
    row(table, "unreadable records", whole(now.sum(UNREADABLE)), putIn.unreadable());
    row(table, "remote stations asked", whole(now.sum(ASKED)), putIn.calls().started());
    row(table, "of these, failed", whole(now.sum(FAILED)), putIn.calls().failed());
    row(table, "of these, timed out", whole(now.sum(TIMED_OUT)), putIn.calls().timedOut());
    row(table, "peaks written", whole(now.sum(Checks.WRITTEN)), putIn.peaks());
    row(table, "restarts", whole(now.sum(Checks.RESTARTS)), putIn.restarts());
    row(table, "checkpoints completed", whole(now.sum(Checks.CHECKPOINTS)), "");
    row(table, "last checkpoint, ms", whole(now.sum(ofJob("lastCheckpointDuration"))), "");
    row(table, "last checkpoint, bytes", whole(now.sum(ofJob("lastCheckpointSize"))), "");
    row(table, "records not read yet", whole(now.sum(LagChecks.UNREAD)), "");
    row(table, "oldest of them, s", decimal(now.max(LagChecks.UNREAD_SECONDS)), "");
    row(table, "readings a second", decimal(now.sum(rate())), "");
    row(table, "watermark behind by, s", decimal(behind(now, time)), "");
    row(table, "heap of TaskManagers, MB", whole(megabytes(now.sum(HEAP))), "");
    return table.toString();
  }

  private static Signal rate() {
    return ofOperator(RiverPlan.SOURCE, "numRecordsInPerSecond");
  }

  private static OptionalDouble behind(Published now, Instant time) {
    OptionalDouble watermark = now.min(WATERMARK);
    return watermark.isPresent() && watermark.getAsDouble() > 0
        ? OptionalDouble.of((time.toEpochMilli() - watermark.getAsDouble()) / 1000)
        : OptionalDouble.empty();
  }

  private static OptionalDouble megabytes(OptionalDouble bytes) {
    return bytes.isPresent() ? OptionalDouble.of(bytes.getAsDouble() / 1e6) : bytes;
  }

  private static String whole(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.0f", value.getAsDouble()) : "-";
  }

  private static String decimal(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.1f", value.getAsDouble()) : "-";
  }

  private static void row(StringBuilder table, String name, String published, Object putIn) {
    table.append(String.format(Locale.ROOT, "%-28s %14s %14s%n", name, published, putIn));
  }
}
