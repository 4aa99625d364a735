package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.naming.Catalogue;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
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

  /** The headers of the families that all probes have in common. Immutable. */
  static final class Families {

    private final FamilyHeader up;
    private final FamilyHeader lastSuccess;
    private final FamilyHeader duration;
    private final FamilyHeader errors;

    Families(Catalogue catalogue) {
      up = catalogue.ours("probe_up");
      lastSuccess = catalogue.ours("probe_last_success_timestamp_seconds");
      duration = catalogue.ours("probe_duration_seconds");
      errors = catalogue.ours("probe_errors_total");
    }
  }

  private static final String PROBE = "probe";
  private static final String REASON = "reason";

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

  /**
   * Adds the series; of what has not happened yet there is none.
   *
   * @param process labels that all of them carry
   */
  void addTo(Batch.Builder batch, Families families, Map<String, String> process) {
    Map<String, String> labels = new TreeMap<>(process);
    labels.put(PROBE, probe);
    if (up != null) {
      batch.add(families.up, labels, up ? 1L : 0L);
    }
    if (lastSuccess != null) {
      batch.add(families.lastSuccess, labels, lastSuccess.toEpochMilli() / 1000.0);
    }
    if (duration != null) {
      batch.add(families.duration, labels, duration.toNanos() / 1e9);
    }
    for (ProbeError reason : ProbeError.values()) {
      Map<String, String> withReason = new TreeMap<>(labels);
      withReason.put(REASON, reason.label());
      batch.add(families.errors, withReason, errors.get(reason.ordinal()));
    }
  }
}
