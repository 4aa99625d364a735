package io.streamgauge.kafka.seconds;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    List<Target> open = open(targets);
    while (problem == null && askRound(open)) {
      open = open(open);
    }
    return new SearchResult(found(), failures, problem, pace.spent(), open(targets).size());
  }

  private static List<Target> open(List<Target> targets) {
    List<Target> open = new ArrayList<>(targets);
    open.removeIf(each -> !each.isOpen());
    return open;
  }

  /** Asks once for as many as may be; false if there is nothing to ask any more. */
  private boolean askRound(List<Target> open) throws InterruptedException {
    Map<Partition, Target> asked = nextOf(open);
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

  private Map<Partition, Target> nextOf(List<Target> open) {
    int most = pace.allowed();
    Map<Partition, Target> next = new LinkedHashMap<>();
    for (Target each : open) {
      Partition partition = each.unread().partition();
      if (next.size() < most && !failures.containsKey(partition)) {
        next.putIfAbsent(partition, each);
      }
    }
    return next;
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
