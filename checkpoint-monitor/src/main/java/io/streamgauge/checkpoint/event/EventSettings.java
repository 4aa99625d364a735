package io.streamgauge.checkpoint.event;

import io.streamgauge.reporter.probe.OptionValues;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which events are written, and how equal ones are put together. Immutable. */
public final class EventSettings {

  private final Set<EventKind> open;
  private final Duration foldWindow;

  private EventSettings(Set<EventKind> open, Duration foldWindow) {
    this.open = Collections.unmodifiableSet(open);
    this.foldWindow = foldWindow;
  }

  /**
   * Reads the keys below {@code events.}.
   *
   * @param configuration the probe's; other keys are ignored. The host has removed keys that are
   *     unknown or malformed
   * @throws ProbeException if a value is wrong nevertheless, with key and rule
   */
  public static EventSettings from(Map<String, String> configuration) throws ProbeException {
    OptionValues values = CheckpointOptions.ALL.read(configuration);
    boolean isEnabled = values.get(CheckpointOptions.EVENTS);
    Set<EventKind> open = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : EventKind.values()) {
      if (values.get(kind.option()) && isEnabled) {
        open.add(kind);
      }
    }
    return new EventSettings(open, values.get(CheckpointOptions.FOLD_WINDOW));
  }

  /** Whether events of a kind are written. */
  public boolean isOpen(EventKind kind) {
    return open.contains(kind);
  }

  /** For how long events that equal the last one written are counted instead of written. */
  public Duration foldWindow() {
    return foldWindow;
  }
}
