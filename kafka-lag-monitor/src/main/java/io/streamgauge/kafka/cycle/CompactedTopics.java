package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.timestamps.Unread;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Which topics are compacted; asked for when a topic is met, and again after ten minutes. */
public final class CompactedTopics {

  private static final long VALID_NANOS = Duration.ofMinutes(10).toNanos();

  private final LongSupplier ticker;
  private final Map<String, Long> askedAt = new HashMap<>();
  private final Set<String> compacted = new HashSet<>();

  /**
   * Nothing known yet.
   *
   * @param ticker nanoseconds that only go forward
   */
  public CompactedTopics(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** The compacted ones among the topics of these. */
  Set<String> among(Collection<Unread> unread, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    long now = ticker.getAsLong();
    Set<String> names =
        unread.stream().map(each -> each.partition().topic()).collect(Collectors.toSet());
    askedAt.values().removeIf(nanos -> now - nanos >= VALID_NANOS);
    Set<String> asked =
        names.stream().filter(each -> !askedAt.containsKey(each)).collect(Collectors.toSet());
    if (!asked.isEmpty()) {
      ask(asked, now, broker, findings, deadline);
    }
    return names.stream().filter(compacted::contains).collect(Collectors.toSet());
  }

  /** Without an answer what was known before holds, and it is asked again the next time. */
  private void ask(Set<String> asked, long now, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    try {
      Set<String> found = broker.compacted(asked, deadline);
      compacted.removeAll(asked);
      compacted.addAll(found);
      asked.forEach(each -> askedAt.put(each, now));
      compacted.retainAll(askedAt.keySet());
    } catch (ProbeException e) {
      findings.failed(e);
    }
  }
}
