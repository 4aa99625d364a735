package io.streamgauge.kafka.client;

import static io.streamgauge.kafka.testing.Connections.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.KafkaDistribution;
import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.kafka.testing.LogRecorder;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.reporter.probe.ProbeError;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The module's class path holds no library for compression, as a user's may not. */
@Tag("slow")
class CompressionTest {

  private static final Partition PLAIN = new Partition("plain", 0);
  private static final Partition ZIPPED = new Partition("zipped", 0);
  private static final Partition COMPRESSED = new Partition("compressed", 0);
  private static final Map<Partition, Long> ALL = Map.of(PLAIN, 0L, ZIPPED, 0L, COMPRESSED, 0L);

  private static RealKafka kafka;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = RealKafka.start();
    kafka.topic("plain", 1);
    kafka.topic("zipped", 1, Map.of("compression.type", "gzip"));
    kafka.topic("compressed", 1, Map.of("compression.type", "zstd"));
    for (Partition each : ALL.keySet()) {
      kafka.write(each, 1_000);
    }
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void aLibraryThatIsMissingIsTheFailureOfThePartitionsThatNeedIt() throws Exception {
    try (LogRecorder log = LogRecorder.open();
        Broker broker = Connections.connect(kafka)) {
      for (int i = 0; i < 2; i++) {
        Answers<Partition, StoredRecord> read =
            broker.read(ALL, Isolation.READ_UNCOMMITTED, soon());

        assertThat(read.values()).containsOnlyKeys(PLAIN, ZIPPED);
        assertThat(read.failures()).isEqualTo(Map.of(COMPRESSED, ProbeError.CONFIGURATION));
      }
      assertThat(log.lines())
          .filteredOn(line -> line.contains(" Records of compressed of Kafka cluster main "))
          .singleElement()
          .asString()
          .contains("com.github.luben.zstd.")
          .endsWith("metrics.reporter.streamgauge.kafka.main.classpath");
    }
  }

  @Test
  void aLibraryOfTheUsersIsFoundByKafka() throws Exception {
    Map<String, String> keys = new HashMap<>(Connections.prefixed(kafka.broker().client()));
    keys.put(
        "classpath", KafkaDistribution.of(KafkaDistribution.NEWEST).jar("zstd-jni").toString());
    try (Broker broker = Connections.outsideFlink().connect(Connections.cluster(keys))) {
      assertThat(broker.read(ALL, Isolation.READ_UNCOMMITTED, soon()).values())
          .containsEntry(COMPRESSED, new StoredRecord(0, 1_000))
          .hasSize(3);
    }
  }
}
