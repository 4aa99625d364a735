package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.meter.CappedCounters;
import io.streamgauge.udf.internal.meter.Names;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is counted for each topic; those after the first hundred share one. */
final class ByTopic<M> {

  private static final int MOST = 100;

  private final Function<String, M> made;
  private final Map<String, M> meters = new ConcurrentHashMap<>();
  private volatile boolean isFull;

  /** The topic of the last message, which as a rule is that of the next. */
  private @Nullable Last<M> last;

  ByTopic(Function<String, M> made) {
    this.made = made;
  }

  M of(String topic) {
    Last<M> known = last;
    if (known == null || !known.topic.equals(topic)) {
      known = new Last<>(topic, found(Names.bounded(topic)));
      last = known;
    }
    return known.meter;
  }

  private M found(String topic) {
    M meter = meters.get(topic);
    return meter == null ? added(topic) : meter;
  }

  private synchronized M added(String topic) {
    M meter = meters.computeIfAbsent(isFull ? CappedCounters.OTHER : topic, made);
    isFull = meters.size() >= MOST;
    return meter;
  }

  /** A topic with what is counted for it. Immutable, so that any thread may find it. */
  private static final class Last<M> {

    private final String topic;
    private final M meter;

    Last(String topic, M meter) {
      this.topic = topic;
      this.meter = meter;
    }
  }
}
