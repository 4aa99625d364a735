package io.streamgauge.checkpoint.event;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events that equal one that was written, counted for a while. */
final class Fold {

  private final Instant begin;
  private long count;
  private @Nullable Instant first;
  private @Nullable LifeEvent last;

  /**
   * A fold of nothing.
   *
   * @param begin when the event that the others equal was written
   */
  Fold(Instant begin) {
    this.begin = begin;
  }

  /** What two events have in common that are equal. */
  static Object identity(LifeEvent event) {
    Map<Field, Object> identity = new EnumMap<>(event.fields());
    identity.keySet().removeIf(field -> !field.identifies());
    return Map.entry(event.kind(), identity);
  }

  /** Whether it is over; also when the clock was set back. */
  boolean isOver(Instant now, Duration window) {
    return now.isBefore(begin) || !now.isBefore(begin.plus(window));
  }

  void add(LifeEvent event) {
    if (first == null) {
      first = event.time();
    }
    last = event;
    count++;
  }

  /** The line that stands for all that was counted; empty if nothing was. */
  Optional<String> line() {
    return first == null || last == null
        ? Optional.empty()
        : Optional.of(EventLine.ofRepeated(last, count, first));
  }
}
