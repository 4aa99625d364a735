package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A cluster of {@link ModelLog}s that answers for timestamps and counts what it was asked. */
final class FakeBroker extends TimestampBroker {

  final Map<Partition, ModelLog> logs = new HashMap<>();
  final Map<Partition, ProbeError> failing = new HashMap<>();

  /** The partitions of each call. */
  final List<Set<Partition>> calls = new ArrayList<>();

  /** What happens in each call. */
  Runnable beforeAnswer = () -> {};

  int callsUntilDown = Integer.MAX_VALUE;

  FakeBroker with(Partition partition, ModelLog log) {
    logs.put(partition, log);
    return this;
  }

  @Override
  public Answers<Partition, StoredRecord> firstSince(Map<Partition, Long> times, Deadline deadline)
      throws ProbeException {
    calls.add(Set.copyOf(times.keySet()));
    beforeAnswer.run();
    if (calls.size() > callsUntilDown) {
      throw new ProbeException(ProbeError.UNREACHABLE, "the model is down");
    }
    Map<Partition, StoredRecord> answers = new HashMap<>();
    times.forEach((partition, time) -> answers.put(partition, log(partition).firstSince(time)));
    answers.keySet().removeAll(failing.keySet());
    return new Answers<>(answers, failing);
  }

  private ModelLog log(Partition partition) {
    return Objects.requireNonNull(logs.get(partition), partition::toString);
  }

  long queries() {
    return calls.stream().mapToLong(Set::size).sum();
  }
}
