package io.streamgauge.checkpoint.event;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which events are written, and how equal ones are put together. Immutable. */
public final class EventSettings {

  /** What the keys begin with, below the probe's prefix. */
  static final String PREFIX = "events.";

  private static final String FULL_PREFIX = "metrics.reporter.streamgauge.checkpoint.";
  private static final String ENABLED = PREFIX + "enabled";
  private static final String FOLD_WINDOW = PREFIX + "fold-window";
  private static final Duration DEFAULT_FOLD_WINDOW = Duration.ofMinutes(1);

  private final Set<EventKind> open;
  private final Duration foldWindow;

  private EventSettings(Set<EventKind> open, Duration foldWindow) {
    this.open = Collections.unmodifiableSet(open);
    this.foldWindow = foldWindow;
  }

  /**
   * Reads the keys below {@code events.}.
   *
   * @param configuration the probe's; other keys are not looked at
   * @throws ProbeException if a key is unknown or its value wrong, with key, rule and value
   */
  public static EventSettings from(Map<String, String> configuration) throws ProbeException {
    Map<String, String> unread = new TreeMap<>(configuration);
    unread.keySet().removeIf(key -> !key.startsWith(PREFIX));
    boolean isEnabled = flag(unread, ENABLED);
    Set<EventKind> open = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : EventKind.values()) {
      if (flag(unread, kind.key()) && isEnabled) {
        open.add(kind);
      }
    }
    Duration foldWindow = duration(unread, FOLD_WINDOW, DEFAULT_FOLD_WINDOW);
    for (Map.Entry<String, String> each : unread.entrySet()) {
      throw malformed(each.getKey(), "there is no such key", each.getValue());
    }
    return new EventSettings(open, foldWindow);
  }

  /** Whether events of a kind are written. */
  public boolean isOpen(EventKind kind) {
    return open.contains(kind);
  }

  /** For how long events that equal the last one written are counted instead of written. */
  public Duration foldWindow() {
    return foldWindow;
  }

  private static boolean flag(Map<String, String> unread, String key) throws ProbeException {
    String value = unread.remove(key);
    if (value == null || value.equals("true")) {
      return true;
    }
    if (value.equals("false")) {
      return false;
    }
    throw malformed(key, "it must be true or false", value);
  }

  private static Duration duration(Map<String, String> unread, String key, Duration otherwise)
      throws ProbeException {
    String value = unread.remove(key);
    if (value == null) {
      return otherwise;
    }
    return DurationText.parse(value).orElseThrow(() -> malformed(key, DurationText.RULE, value));
  }

  private static ProbeException malformed(String key, String rule, String value) {
    return new ProbeException(
        ProbeError.CONFIGURATION, FULL_PREFIX + key + ": " + rule + "; found '" + value + "'");
  }
}
