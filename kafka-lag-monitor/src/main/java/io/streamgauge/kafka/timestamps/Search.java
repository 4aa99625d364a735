package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One search, in rounds of one call each. A partition is asked for one time in a round. */
final class Search {

  private static final Comparator<Target> LARGEST_LAG_FIRST =
      Comparator.comparingLong((Target each) -> -each.unread().records())
          .thenComparing(each -> each.unread().partition())
          .thenComparingLong(each -> each.unread().position());

  private final List<Target> targets;
  private final Broker broker;
  private final Deadline deadline;
  private final Pace pace;
  private final Map<Partition, ProbeError> failures = new HashMap<>();
  private @Nullable ProbeException problem;

  Search(List<Target> targets, Broker broker, Deadline deadline, int mostQueries) {
    this.targets = targets;
    this.broker = broker;
    this.deadline = deadline;
    this.pace = new Pace(deadline, mostQueries);
  }

  SearchResult run() throws InterruptedException {
    targets.sort(LARGEST_LAG_FIRST);
    while (problem == null && askRound()) {
      // An answer for one position tells of others, too.
    }
    return new SearchResult(found(), failures, problem, pace.spent(), (int) open().count());
  }

  private Stream<Target> open() {
    return targets.stream().filter(Target::isOpen);
  }

  /** Asks once for as many as may be; false if there is nothing to ask any more. */
  private boolean askRound() throws InterruptedException {
    Map<Partition, Target> asked = next();
    if (asked.isEmpty()) {
      return false;
    }
    Map<Partition, Long> times = new HashMap<>();
    asked.forEach((partition, target) -> times.put(partition, target.nextTime()));
    long left = deadline.left().toNanos();
    try {
      take(broker.firstSince(times, deadline), asked);
    } catch (ProbeException e) {
      problem = e;
    }
    pace.note(times.size(), left);
    return true;
  }

  private Map<Partition, Target> next() {
    Map<Partition, Target> next = new LinkedHashMap<>();
    open()
        .filter(each -> !failures.containsKey(each.unread().partition()))
        .forEach(each -> next.putIfAbsent(each.unread().partition(), each));
    return next.entrySet().stream()
        .limit(pace.allowed())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void take(Answers<Partition, StoredRecord> answers, Map<Partition, Target> asked) {
    asked.forEach(
        (partition, target) ->
            answers
                .of(partition)
                .ifPresentOrElse(
                    target::learn, () -> failures.put(partition, reason(answers, partition))));
  }

  private static ProbeError reason(Answers<Partition, StoredRecord> answers, Partition partition) {
    return answers.failures().getOrDefault(partition, ProbeError.INVALID_RESPONSE);
  }

  private Map<Unread, Long> found() {
    Map<Unread, Long> found = new HashMap<>();
    for (Target each : targets) {
      each.timestamp().ifPresent(timestamp -> found.put(each.unread(), timestamp));
    }
    return found;
  }
}
