package io.streamgauge.demo;

import io.streamgauge.demo.job.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Stations on a river that write their readings to Kafka, and keep account of them. */
final class River implements AutoCloseable {
  static final String READINGS = "readings";
  static final String PEAKS = "peaks";

  static final int PARTITIONS = 4;
  static final int STATIONS = 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Ledger ledger = new Ledger();

  private River(String servers) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Creates the topics, too. */
  static River open(String servers) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      NewTopic readings = new NewTopic(READINGS, PARTITIONS, (short) 1);
      admin.createTopics(List.of(readings, new NewTopic(PEAKS, 2, (short) 1))).all().get();
    }
    return new River(servers);
  }

  Ledger ledger() {
    return ledger;
  }

  /**
   * Sends readings of all stations, in the order of their times, and returns when Kafka has them.
   */
  void wave(int count, long start, long duration) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Reading reading = reading(i % STATIONS, start + duration * i / count);
      ledger.inTime(reading);
      sent.add(send(i % STATIONS, reading));
    }
    await(sent);
  }

  /** Sends a reading to each partition, which together move the job's time forward. */
  void mark(long time) throws ExecutionException, InterruptedException {
    wave(PARTITIONS, time, 0);
  }

  /** Sends readings that must find their window closed. */
  void late(int count, long time) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Reading reading = reading(i % STATIONS, time);
      ledger.late(reading);
      sent.add(send(i % STATIONS, reading));
    }
    await(sent);
  }

  /** Sends the record that makes the job fail; it is not a reading. */
  void fault(long time) throws ExecutionException, InterruptedException {
    Reading fault = Reading.fault(time);
    ledger.aside();
    // Once more when the job has recovered.
    ledger.repeated(bytes(fault).length);
    await(List.of(send(0, fault)));
  }

  /** Sends readings of a remote station, whose answers are known. */
  void remote(int count, Answer answer, long time) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Reading reading = Reading.remote(answer.label(), time, i);
      ledger.inTime(reading);
      sent.add(send(i, reading));
    }
    await(sent);
  }

  /** Sends records that the job cannot read. */
  void unreadable(int count) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ledger.unreadable();
      sent.add(send(i, ("no reading, but noise " + i).getBytes(StandardCharsets.UTF_8)));
    }
    await(sent);
  }

  /** Sends a record to each partition at which the job waits while the file is there. */
  void hold(Path gate, long time) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      ledger.aside();
      sent.add(send(i, Reading.hold(gate, time)));
    }
    await(sent);
  }

  @Override
  public void close() {
    producer.close();
  }

  private static Reading reading(int station, long time) {
    return new Reading(station(station), time, 100 + Math.floorMod(time / 7 + station, 300L));
  }

  /** The name of a station. */
  static String station(int number) {
    return "station-" + number;
  }

  private Future<RecordMetadata> send(int station, Reading reading) {
    return send(station, bytes(reading));
  }

  private Future<RecordMetadata> send(int station, byte[] value) {
    ledger.bytes(value.length);
    return producer.send(new ProducerRecord<>(READINGS, station % PARTITIONS, null, value));
  }

  private static byte[] bytes(Reading reading) {
    return reading.text().getBytes(StandardCharsets.UTF_8);
  }

  private static void await(List<Future<RecordMetadata>> sent)
      throws ExecutionException, InterruptedException {
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }
}
