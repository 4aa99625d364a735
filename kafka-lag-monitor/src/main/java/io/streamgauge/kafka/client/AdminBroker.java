package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;

/** A cluster asked through Kafka's admin client; records are read by a consumer. */
final class AdminBroker implements Broker {

  /** With all at once the first record takes long: 12 s with 10 000 partitions. */
  private static final int READ_AT_ONCE = 500;

  private final AdminConnection connection;
  private final Inquiry inquiry;
  private final TopicQuery topics;
  private final GroupQuery groups;
  private final OffsetQuery offsets;
  private final RecordReader reader;
  private final ClassLoader context;
  private final AutoCloseable jars;

  /**
   * A cluster. The parameters are of types that all class loaders share.
   *
   * @param cluster its name
   * @param properties of Kafka's client
   * @param ticker nanoseconds that only go forward
   * @param context where Kafka looks for the classes that its properties name
   * @param jars closed with the broker
   */
  AdminBroker(
      String cluster,
      Callable<Map<String, String>> properties,
      LongSupplier ticker,
      ClassLoader context,
      AutoCloseable jars) {
    this.connection = new AdminConnection(cluster, properties, ticker);
    this.inquiry = new Inquiry(cluster, connection, ticker);
    this.topics = new TopicQuery(inquiry);
    this.groups = new GroupQuery(inquiry);
    this.offsets = new OffsetQuery(inquiry, topics);
    this.reader = new RecordReader(cluster, connection::properties, ticker, READ_AT_ONCE);
    this.context = context;
    this.jars = jars;
  }

  /** Something that asks the cluster. */
  private interface Call<T> {

    T run() throws ProbeException, InterruptedException;
  }

  /** Kafka loads login modules and callback handlers with the thread's context class loader. */
  private <T> T within(Call<T> call) throws ProbeException, InterruptedException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return call.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public Answers<String, Topic> topics(Collection<String> names, Deadline deadline)
      throws ProbeException, InterruptedException {
    return names.isEmpty() ? Answers.none() : within(() -> topics.describe(names, deadline));
  }

  @Override
  public Set<String> groups(Deadline deadline) throws ProbeException, InterruptedException {
    return within(() -> groups.names(deadline));
  }

  @Override
  public Answers<String, Map<Partition, Long>> committed(
      Collection<String> names, Deadline deadline) throws ProbeException, InterruptedException {
    return names.isEmpty() ? Answers.none() : within(() -> groups.committed(names, deadline));
  }

  @Override
  public Answers<Partition, Long> starts(Collection<Partition> partitions, Deadline deadline)
      throws ProbeException, InterruptedException {
    return within(() -> offsets.starts(partitions, deadline));
  }

  @Override
  public Answers<Partition, Long> ends(
      Collection<Partition> partitions, Isolation isolation, Deadline deadline)
      throws ProbeException, InterruptedException {
    return within(() -> offsets.ends(partitions, isolation, deadline));
  }

  @Override
  public Answers<Partition, StoredRecord> firstSince(Map<Partition, Long> times, Deadline deadline)
      throws ProbeException, InterruptedException {
    Map<Partition, OffsetSpec> specs = new HashMap<>();
    // Below 0 there are Kafka's special times: the earliest, the latest and others.
    times.forEach((each, time) -> specs.put(each, OffsetSpec.forTimestamp(Math.max(0, time))));
    Answers<Partition, ListOffsetsResultInfo> answers =
        within(() -> offsets.find("the times", specs, deadline));
    Map<Partition, StoredRecord> records = new HashMap<>();
    answers.values().forEach((partition, info) -> records.put(partition, record(info)));
    return new Answers<>(records, answers.failures());
  }

  private static StoredRecord record(ListOffsetsResultInfo info) {
    return info.offset() < 0 ? NO_RECORD : new StoredRecord(info.offset(), info.timestamp());
  }

  @Override
  public Answers<Partition, StoredRecord> read(
      Map<Partition, Long> from, Isolation isolation, Deadline deadline)
      throws ProbeException, InterruptedException {
    return within(() -> readWithin(from, isolation, deadline));
  }

  /** Only what lies between start and end is fetched: for the rest Kafka's client would wait. */
  private Answers<Partition, StoredRecord> readWithin(
      Map<Partition, Long> from, Isolation isolation, Deadline deadline)
      throws ProbeException, InterruptedException {
    Answers<Partition, Long> starts = offsets.starts(from.keySet(), deadline);
    Answers<Partition, Long> ends = offsets.ends(starts.values().keySet(), isolation, deadline);
    Replies<Partition, StoredRecord> replies =
        new Replies<>(inquiry.sentence("records of " + from.size() + " partitions"));
    starts.failures().forEach(replies::failed);
    ends.failures().forEach(replies::failed);
    Map<Partition, OffsetRange> ranges = new HashMap<>();
    from.forEach(
        (partition, offset) -> {
          long start = starts.of(partition).orElse(0L);
          ends.of(partition)
              .ifPresent(
                  end -> ranges.put(partition, new OffsetRange(Math.max(offset, start), end)));
        });
    reader.read(ranges, isolation, deadline, replies);
    return replies.answers(record -> record);
  }

  @Override
  public Set<String> compacted(Collection<String> names, Deadline deadline)
      throws ProbeException, InterruptedException {
    return names.isEmpty() ? Set.of() : within(() -> topics.compacted(names, deadline));
  }

  @Override
  public Optional<String> misconfiguration() {
    return connection.misconfiguration();
  }

  @Override
  public long requests() {
    return connection.requests().sent() + reader.requests();
  }

  @Override
  public void close() {
    reader.close();
    connection.close();
    try {
      jars.close();
    } catch (Exception e) {
      // They were only read; nothing is lost.
    }
  }
}
