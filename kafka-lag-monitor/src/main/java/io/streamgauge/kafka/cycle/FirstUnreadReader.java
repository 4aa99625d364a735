package io.streamgauge.kafka.cycle;

import static java.util.Objects.requireNonNull;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads first unread records, where the user permits it: the only exact way where control records
 * or aborted ones lie between. A record that was read once is not read again.
 */
final class FirstUnreadReader {

  private static final Comparator<Backlog> LARGEST_FIRST =
      Comparator.comparingLong((Backlog each) -> each.unread().records()).reversed();

  /** How many records are read in one cycle; those of the largest lags. */
  private static final int MOST_READ = 1_000;

  /** How many positions of one partition are read in one cycle. */
  private static final int MOST_ROUNDS = 5;

  private Map<Backlog, StoredRecord> known = new HashMap<>();

  /** The records by what is unread; {@link Broker#NO_RECORD} where there is none. */
  Map<Backlog, StoredRecord> read(
      Set<Backlog> backlogs, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    Map<Backlog, StoredRecord> found = new HashMap<>();
    List<Backlog> left = new ArrayList<>();
    for (Backlog each : backlogs) {
      StoredRecord before = known.get(each.place());
      if (before == null) {
        left.add(each);
      } else {
        found.put(each, before);
      }
    }
    left.sort(LARGEST_FIRST);
    try {
      read(left.subList(0, Math.min(MOST_READ, left.size())), broker, findings, deadline, found);
    } catch (ProbeException e) {
      // What was read before is known all the same.
      findings.failed(e);
    }
    remember(found);
    return found;
  }

  /** A partition can be asked for one position at a time. */
  private static void read(
      List<Backlog> wanted,
      Broker broker,
      Findings findings,
      Deadline deadline,
      Map<Backlog, StoredRecord> found)
      throws ProbeException, InterruptedException {
    Set<Backlog> left = new LinkedHashSet<>(wanted);
    for (int round = 0; round < MOST_ROUNDS && !left.isEmpty(); round++) {
      for (Isolation isolation : Isolation.values()) {
        Map<Partition, Backlog> asked = new HashMap<>();
        left.stream()
            .filter(each -> each.isolation() == isolation)
            .forEach(each -> asked.putIfAbsent(each.unread().partition(), each));
        left.removeAll(asked.values());
        found.putAll(ask(asked, isolation, broker, findings, deadline));
      }
    }
  }

  private static Map<Backlog, StoredRecord> ask(
      Map<Partition, Backlog> asked,
      Isolation isolation,
      Broker broker,
      Findings findings,
      Deadline deadline)
      throws ProbeException, InterruptedException {
    if (asked.isEmpty()) {
      return Map.of();
    }
    Map<Partition, Long> positions = new HashMap<>();
    asked.forEach((partition, backlog) -> positions.put(partition, backlog.unread().position()));
    Answers<Partition, StoredRecord> answers = broker.read(positions, isolation, deadline);
    findings.failed("first unread record", answers.failures());
    Map<Backlog, StoredRecord> found = new HashMap<>();
    answers
        .values()
        .forEach((partition, record) -> found.put(requireNonNull(asked.get(partition)), record));
    return found;
  }

  /** That there is no record holds for this moment only. */
  private void remember(Map<Backlog, StoredRecord> found) {
    known = new HashMap<>();
    found.forEach(
        (backlog, record) -> {
          if (!record.equals(Broker.NO_RECORD)) {
            known.put(backlog.place(), record);
          }
        });
  }

  void forget(String topic) {
    known.keySet().removeIf(each -> each.unread().partition().topic().equals(topic));
  }
}
