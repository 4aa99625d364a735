package io.streamgauge.checkpoint.event;

import io.streamgauge.reporter.probe.Durations;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which events are written, and how equal ones are put together. Immutable. */
public final class EventSettings {

  /** What the keys begin with, below the probe's prefix. */
  static final String PREFIX = "events.";

  private static final String FULL_PREFIX = "metrics.reporter.streamgauge.checkpoint.";

  private final Set<EventKind> open;
  private final Duration foldWindow;

  private EventSettings(Set<EventKind> open, Duration foldWindow) {
    this.open = Collections.unmodifiableSet(open);
    this.foldWindow = foldWindow;
  }

  /**
   * Reads the keys below {@code events.}.
   *
   * @param configuration the probe's; other keys are not looked at. The host has set aside what is
   *     unknown or malformed by {@code probe.properties}
   * @throws ProbeException if a value is wrong nevertheless, with key and rule
   */
  public static EventSettings from(Map<String, String> configuration) throws ProbeException {
    boolean isEnabled = flag(configuration, CheckpointOption.EVENTS.keyInProbe());
    Set<EventKind> open = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : EventKind.values()) {
      if (flag(configuration, kind.key()) && isEnabled) {
        open.add(kind);
      }
    }
    return new EventSettings(open, duration(configuration, CheckpointOption.FOLD_WINDOW));
  }

  /** Whether events of a kind are written. */
  public boolean isOpen(EventKind kind) {
    return open.contains(kind);
  }

  /** For how long events that equal the last one written are counted instead of written. */
  public Duration foldWindow() {
    return foldWindow;
  }

  private static boolean flag(Map<String, String> configuration, String key) throws ProbeException {
    String value = configuration.getOrDefault(key, "true").trim();
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    if (value.equalsIgnoreCase("false")) {
      return false;
    }
    throw malformed(key, "it must be true or false");
  }

  private static Duration duration(Map<String, String> configuration, CheckpointOption option)
      throws ProbeException {
    String value = configuration.getOrDefault(option.keyInProbe(), option.defaultValue());
    return Durations.parse(value).orElseThrow(() -> malformed(option.keyInProbe(), Durations.RULE));
  }

  /** Without the value: it may have come from a file of secrets. */
  private static ProbeException malformed(String key, String rule) {
    return new ProbeException(ProbeError.CONFIGURATION, FULL_PREFIX + key + ": " + rule);
  }
}
