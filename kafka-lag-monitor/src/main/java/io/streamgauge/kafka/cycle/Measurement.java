package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.rules.Problem;
import java.util.Optional;
import java.util.OptionalLong;

/** The bounds of a partition and the lag of one consumer in it, as far as known. Immutable. */
final class Measurement {

  /** What is known if the broker was not asked. */
  static final Measurement NONE =
      new Measurement(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

  private final OptionalLong start;
  private final OptionalLong end;
  private final Optional<Lag> lag;

  private Measurement(OptionalLong start, OptionalLong end, Optional<Lag> lag) {
    this.start = start;
    this.end = end;
    this.lag = lag;
  }

  static Measurement of(ReadPosition consumer, OptionalLong start, OptionalLong end) {
    boolean isKnown =
        consumer.offset().isPresent()
            && start.isPresent()
            && end.isPresent()
            && consumer.offset().getAsLong() <= end.getAsLong();
    return new Measurement(
        start,
        end,
        isKnown
            ? Optional.of(Lag.between(consumer, start.getAsLong(), end.getAsLong()))
            : Optional.empty());
  }

  Measurement with(UnreadTimes.Found times) {
    return new Measurement(start, end, lag.map(each -> each.with(times)));
  }

  OptionalLong start() {
    return start;
  }

  OptionalLong end() {
    return end;
  }

  /** The lag; empty if position, start or end are unknown, or if the position is above the end. */
  Optional<Lag> lag() {
    return lag;
  }

  /** Why the lag of a known position is unknown. */
  Problem obstacle() {
    return start.isPresent() && end.isPresent() ? Problem.RECREATED : Problem.UNKNOWN;
  }
}
