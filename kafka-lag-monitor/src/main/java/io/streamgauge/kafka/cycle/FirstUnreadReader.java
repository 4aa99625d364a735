package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.seconds.Unread;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads first unread records, where the user permits it: the only exact way where control records
 * or aborted ones lie between. A record that was read once is not read again.
 */
final class FirstUnreadReader {

  /** How many records are read in one cycle; those of the largest lags. */
  private static final int MOST_READ = 1_000;

  private final Map<Isolation, Map<Partition, Known>> known = new EnumMap<>(Isolation.class);

  /** The records by what is unread; {@link Broker#NO_RECORD} where there is none. */
  Map<Backlog, StoredRecord> read(
      Set<Backlog> backlogs, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Map<Backlog, StoredRecord> found = new HashMap<>();
    for (Isolation isolation : Isolation.values()) {
      List<Unread> ofIsolation =
          backlogs.stream()
              .filter(each -> each.isolation() == isolation)
              .map(Backlog::unread)
              .sorted(Comparator.comparingLong(Unread::records).reversed())
              .collect(Collectors.toList());
      read(ofIsolation, isolation, broker, findings, deadline)
          .forEach((unread, record) -> found.put(new Backlog(unread, isolation), record));
    }
    return found;
  }

  private Map<Unread, StoredRecord> read(
      List<Unread> unread, Isolation isolation, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Map<Partition, Known> before = known.getOrDefault(isolation, Map.of());
    Map<Unread, StoredRecord> found = new HashMap<>();
    Map<Partition, Long> wanted = new HashMap<>();
    for (Unread each : unread) {
      Known last = before.get(each.partition());
      if (last != null && last.position == each.position()) {
        found.put(each, last.record);
      } else if (wanted.size() < MOST_READ) {
        wanted.putIfAbsent(each.partition(), each.position());
      }
    }
    if (!wanted.isEmpty()) {
      Answers<Partition, StoredRecord> answers = broker.read(wanted, isolation, deadline);
      findings.failed("records", answers);
      take(answers, unread, wanted, found);
    }
    remember(isolation, found);
    return found;
  }

  private static void take(
      Answers<Partition, StoredRecord> answers,
      List<Unread> unread,
      Map<Partition, Long> wanted,
      Map<Unread, StoredRecord> found) {
    for (Unread each : unread) {
      Long asked = wanted.get(each.partition());
      if (asked != null && asked == each.position()) {
        answers.of(each.partition()).ifPresent(record -> found.put(each, record));
      }
    }
  }

  /** That there is no record holds for this moment only. */
  private void remember(Isolation isolation, Map<Unread, StoredRecord> found) {
    Map<Partition, Known> now = new HashMap<>();
    found.forEach(
        (unread, record) -> {
          if (!record.equals(Broker.NO_RECORD)) {
            now.put(unread.partition(), new Known(unread.position(), record));
          }
        });
    known.put(isolation, now);
  }

  void forget(String topic) {
    known.values().forEach(each -> each.keySet().removeIf(key -> key.topic().equals(topic)));
  }

  /** A record that was read, and the position that it was read at. */
  private static final class Known {

    private final long position;
    private final StoredRecord record;

    Known(long position, StoredRecord record) {
      this.position = position;
      this.record = record;
    }
  }
}
