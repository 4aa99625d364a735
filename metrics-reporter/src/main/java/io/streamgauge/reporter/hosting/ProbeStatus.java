package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How a probe fares. Errors are counted by any thread, the rest is set by the host's alone.
 *
 * <pre>
 * streamgauge_probe_up{probe="kafka-lag"} 0
 * streamgauge_probe_last_success_timestamp_seconds{probe="kafka-lag"} 1.7E9
 * streamgauge_probe_duration_seconds{probe="kafka-lag"} 10.0
 * streamgauge_probe_errors_total{probe="kafka-lag",reason="timeout"} 1
 * </pre>
 */
final class ProbeStatus {

  private static final FamilyHeader UP =
      FamilyHeader.of(
          "streamgauge_probe_up",
          Kind.GAUGE,
          "Whether the last poll of the probe succeeded (1) or not (0).");

  private static final FamilyHeader LAST_SUCCESS =
      FamilyHeader.of(
          "streamgauge_probe_last_success_timestamp_seconds",
          Kind.GAUGE,
          "When the last successful poll of the probe ended, in seconds since the epoch.");

  private static final FamilyHeader DURATION =
      FamilyHeader.of(
          "streamgauge_probe_duration_seconds",
          Kind.GAUGE,
          "How long the last poll of the probe took, in seconds.");

  private static final FamilyHeader ERRORS =
      FamilyHeader.of(
          "streamgauge_probe_errors_total", Kind.COUNTER, "Errors of the probe, by their reason.");

  private static final String PROBE = "probe";

  private final String probe;
  private final AtomicLongArray errors = new AtomicLongArray(ProbeError.values().length);
  private @Nullable Boolean up;
  private @Nullable Instant lastSuccess;
  private @Nullable Duration duration;

  ProbeStatus(String probe) {
    this.probe = probe;
  }

  void count(ProbeError reason) {
    errors.incrementAndGet(reason.ordinal());
  }

  void succeeded(Instant now) {
    up = true;
    lastSuccess = now;
  }

  void failed() {
    up = false;
  }

  void took(Duration poll) {
    duration = poll;
  }

  /** Forgets how the last poll was: the probe starts anew. Errors stay counted. */
  void restarted() {
    up = null;
    duration = null;
  }

  /** Adds the series; of what has not happened yet there is none. */
  void addTo(Batch.Builder batch) {
    Map<String, String> labels = Map.of(PROBE, probe);
    if (up != null) {
      batch.add(UP, labels, up ? 1L : 0L);
    }
    if (lastSuccess != null) {
      batch.add(LAST_SUCCESS, labels, lastSuccess.toEpochMilli() / 1000.0);
    }
    if (duration != null) {
      batch.add(DURATION, labels, duration.toNanos() / 1e9);
    }
    for (ProbeError reason : ProbeError.values()) {
      Map<String, String> withReason = Map.of(PROBE, probe, "reason", reason.label());
      batch.add(ERRORS, withReason, errors.get(reason.ordinal()));
    }
  }
}
