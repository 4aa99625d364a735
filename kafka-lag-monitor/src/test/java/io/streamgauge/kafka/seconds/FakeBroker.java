package io.streamgauge.kafka.seconds;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A cluster of {@link ModelLog}s that answers for timestamps and counts what it was asked. */
final class FakeBroker implements Broker {

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

  @Override
  public long requests() {
    return calls.size();
  }

  @Override
  public Answers<String, Topic> topics(Collection<String> names, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> groups(Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answers<String, Map<Partition, Long>> committed(
      Collection<String> groups, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answers<Partition, Long> starts(Collection<Partition> partitions, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answers<Partition, Long> ends(
      Collection<Partition> partitions, Isolation isolation, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answers<Partition, StoredRecord> read(
      Map<Partition, Long> offsets, Isolation isolation, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> compacted(Collection<String> topics, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
