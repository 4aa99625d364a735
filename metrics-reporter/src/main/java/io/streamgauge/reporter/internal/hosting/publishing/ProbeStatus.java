package io.streamgauge.reporter.internal.hosting.publishing;

import io.streamgauge.reporter.internal.naming.Catalogue;
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
 * The state of a probe, its errors and its last poll as series. Errors are counted by any thread,
 * everything else is set by the host's thread only.
 *
 * <pre>
 * streamgauge_probe_state{probe="kafka-lag",state="failing"} 1
 * streamgauge_probe_up{probe="kafka-lag"} 0
 * streamgauge_probe_last_success_timestamp_seconds{probe="kafka-lag"} 1.7E9
 * streamgauge_probe_duration_seconds{probe="kafka-lag"} 10.0
 * streamgauge_probe_errors_total{probe="kafka-lag",reason="timeout"} 1
 * </pre>
 */
public final class ProbeStatus {

  /** The headers of the families, which all probes share. Immutable. */
  public static final class Families {

    private final FamilyHeader state;
    private final FamilyHeader up;
    private final FamilyHeader lastSuccess;
    private final FamilyHeader duration;
    private final FamilyHeader errors;

    public Families(Catalogue catalogue) {
      state = catalogue.ours("probe_state");
      up = catalogue.ours("probe_up");
      lastSuccess = catalogue.ours("probe_last_success_timestamp_seconds");
      duration = catalogue.ours("probe_duration_seconds");
      errors = catalogue.ours("probe_errors_total");
    }
  }

  private static final String PROBE = "probe";
  private static final String REASON = "reason";
  private static final String STATE = "state";

  private final String probe;
  private final AtomicLongArray errors = new AtomicLongArray(ProbeError.values().length);
  private ProbeState state = ProbeState.STANDBY;
  private @Nullable Instant lastSuccess;
  private @Nullable Duration duration;

  /** Creates the status of a probe on standby. */
  public ProbeStatus(String probe) {
    this.probe = probe;
  }

  public void count(ProbeError reason) {
    errors.incrementAndGet(reason.ordinal());
  }

  /** The last poll was a success. */
  public void succeeded(Instant now, boolean idle) {
    state = idle ? ProbeState.IDLE : ProbeState.RUNNING;
    lastSuccess = now;
  }

  /** The last start or poll failed. */
  public void failed() {
    state = ProbeState.FAILING;
  }

  public void blockedByFilter() {
    state = ProbeState.BLOCKED_BY_FILTER;
  }

  public void took(Duration poll) {
    duration = poll;
  }

  /** Resets the state and the duration when the process gets or loses a role; keeps the errors. */
  public void changedRole(boolean isActive) {
    state = isActive ? ProbeState.STARTING : ProbeState.STANDBY;
    duration = null;
  }

  /**
   * Adds the series to a batch: on standby only the state, otherwise also those that have a value.
   *
   * @param process labels that all of them carry
   */
  public void addTo(Batch.Builder batch, Families families, Map<String, String> process) {
    Map<String, String> labels = new TreeMap<>(process);
    labels.put(PROBE, probe);
    for (ProbeState each : ProbeState.values()) {
      batch.add(families.state, with(labels, STATE, each.label()), each == state ? 1L : 0L);
    }
    if (state == ProbeState.STANDBY) {
      return;
    }
    if (state.isUp() || state.isDown()) {
      batch.add(families.up, labels, state.isUp() ? 1L : 0L);
    }
    if (lastSuccess != null) {
      batch.add(families.lastSuccess, labels, lastSuccess.toEpochMilli() / 1000.0);
    }
    if (duration != null) {
      batch.add(families.duration, labels, duration.toNanos() / 1e9);
    }
    for (ProbeError reason : ProbeError.values()) {
      batch.add(
          families.errors, with(labels, REASON, reason.label()), errors.get(reason.ordinal()));
    }
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(name, value);
    return more;
  }
}
