package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.Isolation;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster that can be asked for timestamps alone. */
abstract class TimestampBroker implements Broker {

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
  public Optional<String> misconfiguration() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long requests() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
