package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Kafka's consumer of one isolation, without a group: made when it is needed, and then kept. */
final class RecordConsumer {

  /** What makes it read little, commit nothing and create nothing. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "group.protocol", "classic",
          "enable.auto.commit", "false",
          "allow.auto.create.topics", "false",
          "auto.offset.reset", "earliest",
          // With less, the broker would answer for one partition at a time.
          "max.partition.fetch.bytes", "65536",
          "fetch.max.bytes", "8388608",
          "max.poll.records", "1");

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final Supplier<Map<String, String>> properties;
  private final Isolation isolation;
  private final LongSupplier ticker;
  private final RequestCount requests = new RequestCount("consumer");
  private @Nullable Consumer<byte[], byte[]> consumer;

  /** The time of the reads in a row in which no partition got a reply. */
  private Duration fruitless = Duration.ZERO;

  RecordConsumer(
      Supplier<Map<String, String>> properties, Isolation isolation, LongSupplier ticker) {
    this.properties = properties;
    this.isolation = isolation;
    this.ticker = ticker;
  }

  /**
   * Adds a reply for each of the partitions, and takes those that have one out of them: if Kafka
   * throws, the others are left.
   */
  void read(
      Map<Partition, OffsetRange> open,
      Deadline deadline,
      Replies<Partition, StoredRecord> replies) {
    if (deadline.isOver()) {
      open.keySet().forEach(each -> replies.failed(each, ProbeError.TIMEOUT));
      return;
    }
    Consumer<byte[], byte[]> made = consumer == null ? make() : consumer;
    consumer = made;
    made.assign(open.keySet().stream().map(RecordConsumer::kafkas).collect(Collectors.toList()));
    open.forEach((partition, range) -> made.seek(kafkas(partition), range.first()));
    int asked = open.size();
    long begin = ticker.getAsLong();
    Deadline patience = Deadline.in(PATIENCE.minus(fruitless), ticker);
    while (!open.isEmpty() && !deadline.isOver() && !patience.isOver()) {
      int before = open.size();
      poll(made, open, deadline, replies);
      patience = open.size() < before ? Deadline.in(PATIENCE, ticker) : patience;
    }
    open.keySet().forEach(each -> replies.failed(each, ProbeError.TIMEOUT));
    Duration taken = Duration.ofNanos(ticker.getAsLong() - begin);
    fruitless = open.size() == asked ? fruitless.plus(taken) : Duration.ZERO;
    if (fruitless.compareTo(PATIENCE) >= 0) {
      // Its brokers may have gone: the next one begins with the bootstrap servers.
      drop();
    } else {
      made.unsubscribe();
    }
  }

  private Consumer<byte[], byte[]> make() {
    Map<String, Object> all = new HashMap<>(properties.get());
    all.keySet().removeAll(Set.of("group.id", "group.instance.id", "group.remote.assignor"));
    String level = isolation.name().toLowerCase(Locale.ROOT);
    all.put("client.id", all.get("client.id") + "-" + level);
    all.put("isolation.level", level);
    all.putAll(PROPERTIES);
    Consumer<byte[], byte[]> made =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      ReceiveLimit.setOnConsumer(made);
      requests.follow(made.metrics());
      return made;
    } catch (RuntimeException | Error e) {
      close(made);
      throw e;
    }
  }

  private static void poll(
      Consumer<byte[], byte[]> from,
      Map<Partition, OffsetRange> open,
      Deadline deadline,
      Replies<Partition, StoredRecord> replies) {
    Duration limit = deadline.left().compareTo(POLL) < 0 ? deadline.left() : POLL;
    ConsumerRecords<byte[], byte[]> records = from.poll(limit);
    for (TopicPartition each : records.partitions()) {
      take(records.records(each).get(0), open, replies);
    }
    from.pause(records.partitions());
    if (records.isEmpty()) {
      settleThoseAtTheEnd(from, open, replies);
    }
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record,
      Map<Partition, OffsetRange> open,
      Replies<Partition, StoredRecord> replies) {
    Partition partition = new Partition(record.topic(), record.partition());
    OffsetRange range = open.remove(partition);
    if (range == null) {
      return;
    }
    if (record.offset() < range.first()) {
      // The log was cut meanwhile, and Kafka's client began anew.
      replies.failed(partition, ProbeError.UNAVAILABLE);
    } else {
      replies.answered(partition, new StoredRecord(record.offset(), record.timestamp()));
    }
  }

  /** Where only markers of transactions or aborted records were left, nothing is returned. */
  private static void settleThoseAtTheEnd(
      Consumer<byte[], byte[]> from,
      Map<Partition, OffsetRange> open,
      Replies<Partition, StoredRecord> replies) {
    List<Partition> settled = new ArrayList<>();
    open.forEach(
        (partition, range) -> {
          if (position(from, partition) >= range.end()) {
            settled.add(partition);
          }
        });
    for (Partition each : settled) {
      open.remove(each);
      replies.answered(each, Broker.NO_RECORD);
    }
  }

  private static long position(Consumer<byte[], byte[]> of, Partition partition) {
    try {
      return of.position(kafkas(partition), Duration.ZERO);
    } catch (TimeoutException e) {
      return -1;
    }
  }

  private static TopicPartition kafkas(Partition partition) {
    return new TopicPartition(partition.topic(), partition.number());
  }

  /** How many requests were sent. May be called by any thread. */
  long requests() {
    return requests.sent();
  }

  /** Closes the consumer; the next call makes another. */
  void drop() {
    Consumer<byte[], byte[]> dropped = consumer;
    consumer = null;
    fruitless = Duration.ZERO;
    requests.end();
    if (dropped != null) {
      close(dropped);
    }
  }

  private static void close(Consumer<byte[], byte[]> dropped) {
    try {
      dropped.close(CloseOptions.timeout(CLOSE_LIMIT));
    } catch (RuntimeException | LinkageError e) {
      // There is nothing left that could be done with it.
    }
  }
}
