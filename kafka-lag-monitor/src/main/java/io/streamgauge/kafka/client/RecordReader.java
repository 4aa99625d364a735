package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.ProbeError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads single records. What fails because of one topic is read again without it. */
final class RecordReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

  /** Reasons that no other topic would be spared. */
  private static final Set<ProbeError> OF_THE_CLUSTER =
      EnumSet.of(ProbeError.AUTHENTICATION, ProbeError.UNREACHABLE, ProbeError.TIMEOUT);

  private final String cluster;
  private final int atOnce;
  private final Map<Isolation, RecordConsumer> consumers = new EnumMap<>(Isolation.class);

  /** Topics whose compression is missing, which does not change while the process runs. */
  private final Set<String> unreadable = new HashSet<>();

  private final Set<String> missingClasses = new HashSet<>();

  /**
   * A reader that has read nothing.
   *
   * @param properties of Kafka's client
   * @param atOnce so many partitions are read together
   */
  RecordReader(
      String cluster, Supplier<Map<String, String>> properties, LongSupplier ticker, int atOnce) {
    this.cluster = cluster;
    this.atOnce = atOnce;
    for (Isolation each : Isolation.values()) {
      consumers.put(each, new RecordConsumer(properties, each, ticker));
    }
  }

  /** Adds a reply for each of the partitions. */
  void read(
      Map<Partition, OffsetRange> ranges,
      Isolation isolation,
      Deadline deadline,
      Replies<Partition, StoredRecord> replies)
      throws InterruptedException {
    Deque<Map<Partition, OffsetRange>> chunks = chunks(ranges, replies);
    while (!chunks.isEmpty()) {
      Map<Partition, OffsetRange> chunk = chunks.removeFirst();
      try {
        consumer(isolation).read(chunk, deadline, replies);
      } catch (InterruptException e) {
        consumer(isolation).drop();
        // Kafka's exception leaves the mark on the thread, ours takes its place.
        Thread.interrupted();
        throw new InterruptedException("while records were read");
      } catch (RuntimeException | LinkageError e) {
        chunks.addAll(without(e, chunk, isolation, replies));
      } catch (Error e) {
        consumer(isolation).drop();
        throw e;
      }
    }
  }

  private RecordConsumer consumer(Isolation isolation) {
    return Objects.requireNonNull(consumers.get(isolation));
  }

  private Deque<Map<Partition, OffsetRange>> chunks(
      Map<Partition, OffsetRange> ranges, Replies<Partition, StoredRecord> replies) {
    Deque<Map<Partition, OffsetRange>> chunks = new ArrayDeque<>();
    new TreeMap<>(ranges)
        .forEach(
            (partition, range) -> {
              if (range.isEmpty()) {
                replies.answered(partition, Broker.NO_RECORD);
              } else if (unreadable.contains(partition.topic())) {
                replies.failed(partition, ProbeError.CONFIGURATION);
              } else {
                if (chunks.isEmpty() || chunks.getLast().size() == atOnce) {
                  chunks.addLast(new TreeMap<>());
                }
                chunks.getLast().put(partition, range);
              }
            });
    return chunks;
  }

  /** Fails the partitions that are to blame, and tells what is to be read again. */
  private Deque<Map<Partition, OffsetRange>> without(
      Throwable failure,
      Map<Partition, OffsetRange> left,
      Isolation isolation,
      Replies<Partition, StoredRecord> replies) {
    Set<String> blamed = blamed(failure, left);
    if (!(failure instanceof TopicAuthorizationException)) {
      consumer(isolation).drop();
      noteMissing(failure, blamed);
    }
    Map<String, Map<Partition, OffsetRange>> byTopic = new TreeMap<>();
    left.forEach(
        (partition, range) -> {
          if (blamed.contains(partition.topic())) {
            replies.failed(partition, Failure.reason(failure), failure);
          } else {
            byTopic
                .computeIfAbsent(
                    failure instanceof TopicAuthorizationException ? "" : partition.topic(),
                    topic -> new TreeMap<>())
                .put(partition, range);
          }
        });
    return new ArrayDeque<>(byTopic.values());
  }

  /** The topics that have failed; none if it is one of several and unknown which. */
  private static Set<String> blamed(Throwable failure, Map<Partition, OffsetRange> left) {
    Set<String> topics = left.keySet().stream().map(Partition::topic).collect(Collectors.toSet());
    if (failure instanceof TopicAuthorizationException) {
      Set<String> named = ((TopicAuthorizationException) failure).unauthorizedTopics();
      return named.stream().anyMatch(topics::contains) ? named : topics;
    }
    boolean isCertain = topics.size() == 1 || OF_THE_CLUSTER.contains(Failure.reason(failure));
    return isCertain ? topics : Set.of();
  }

  /** Logs each missing class once, with the topics that needed it first. */
  private void noteMissing(Throwable failure, Set<String> topics) {
    Optional<String> missing = Failure.missing(failure);
    if (missing.isPresent() && unreadable.addAll(topics) && missingClasses.add(missing.get())) {
      LOG.warn(
          "Records of {} of Kafka cluster {} cannot be read without the class {}: its jar belongs"
              + " into "
              + ConfigOption.NAMESPACE
              + "kafka.{}.classpath",
          String.join(", ", topics),
          cluster,
          missing.get(),
          cluster);
    }
  }

  /** How many requests were sent. May be called by any thread. */
  long requests() {
    return consumers.values().stream().mapToLong(RecordConsumer::requests).sum();
  }

  @Override
  public void close() {
    consumers.values().forEach(RecordConsumer::drop);
  }
}
