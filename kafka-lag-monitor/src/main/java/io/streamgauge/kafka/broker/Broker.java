package io.streamgauge.kafka.broker;

import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Kafka cluster that can be asked. Used by one thread at a time.
 *
 * <p>Every method ends by its deadline, and throws {@link ProbeException} with the reason when
 * nothing at all could be found out: its message names the cluster and holds no secret. An
 * interrupt ends it with {@link InterruptedException}.
 */
public interface Broker extends AutoCloseable {

  /** The topics that exist, by name; those that do not are left out. */
  Answers<String, Topic> topics(Collection<String> names, Deadline deadline)
      throws ProbeException, InterruptedException;

  /** The names of all consumer groups, those without members too. */
  Set<String> groups(Deadline deadline) throws ProbeException, InterruptedException;

  /** The offsets that each group has committed: those of the records to be read next. */
  Answers<String, Map<Partition, Long>> committed(Collection<String> groups, Deadline deadline)
      throws ProbeException, InterruptedException;

  /** The offset of the first record that is still there. Only for partitions that can be asked. */
  Answers<Partition, Long> starts(Collection<Partition> partitions, Deadline deadline)
      throws ProbeException, InterruptedException;

  /**
   * The offset behind the last record that a consumer of this isolation may read. Only for
   * partitions that can be asked.
   */
  Answers<Partition, Long> ends(
      Collection<Partition> partitions, Isolation isolation, Deadline deadline)
      throws ProbeException, InterruptedException;

  /**
   * The first record whose timestamp is at or after a time; {@link #NO_RECORD} if there is none.
   * Only for partitions that can be asked. Control records of transactions count as records.
   *
   * @param times milliseconds since the epoch
   */
  Answers<Partition, StoredRecord> firstSince(Map<Partition, Long> times, Deadline deadline)
      throws ProbeException, InterruptedException;

  /** The answer where there is no record. */
  StoredRecord NO_RECORD = new StoredRecord(-1, -1);

  /**
   * Reads the first record at or behind an offset, as a consumer of this isolation reads it; {@link
   * #NO_RECORD} if there is none up to the end. Needs the right to read.
   */
  Answers<Partition, StoredRecord> read(
      Map<Partition, Long> offsets, Isolation isolation, Deadline deadline)
      throws ProbeException, InterruptedException;

  /** Which of the topics are compacted, as far as that may be asked. */
  Set<String> compacted(Collection<String> topics, Deadline deadline)
      throws ProbeException, InterruptedException;

  /**
   * A fault of some configured addresses although the cluster can be asked, as the end of a
   * sentence; empty if there is none.
   */
  Optional<String> misconfiguration();

  /** How many requests were sent so far. May be called by any thread. */
  long requests();

  @Override
  void close();
}
