package io.streamgauge.kafka.client;

import static io.streamgauge.kafka.testing.Connections.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.cluster.SilentServer;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.testing.ScriptedServer;
import io.streamgauge.kafka.testing.ScriptedServer.End;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients of a server that answers the check of the listener, and then nothing. */
@Tag("slow")
class SilentBrokerTest {

  private final ScriptedServer server = ScriptedServer.kafka(End.LEFT_OPEN);
  private final Map<String, String> properties =
      new HashMap<>(
          Map.of("bootstrap.servers", server.address(), "metadata.recovery.strategy", "none"));
  private final AtomicInteger reads = new AtomicInteger();
  private final AdminConnection connection =
      new AdminConnection("main", this::properties, SilentBrokerTest::ticks);
  private final Inquiry inquiry = new Inquiry("main", connection, SilentBrokerTest::ticks);

  SilentBrokerTest() throws IOException {}

  private static long ticks() {
    return System.nanoTime() + SlowReporter.ADDED.get();
  }

  private Map<String, String> properties() {
    reads.incrementAndGet();
    return Map.copyOf(properties);
  }

  @AfterEach
  void close() {
    connection.close();
    server.close();
  }

  @Test
  void questionWithLittleTimeLeft_keepsTheClient() throws Exception {
    Admin client = connection.admin(soon());

    assertThat(ask(Duration.ofMillis(400)).hasFailure(ProbeError.TIMEOUT)).isTrue();

    assertThat(connection.admin(soon())).isSameAs(client);
  }

  @Test
  void creationThatTakesAllTheTime_keepsTheClient() throws Exception {
    properties.put("metric.reporters", SlowReporter.class.getName());

    ProbeException failure =
        catchThrowableOfType(ProbeException.class, () -> ask(Duration.ofSeconds(10)));

    assertThat(failure.reason()).isEqualTo(ProbeError.TIMEOUT);
    assertThat(connection.admin(soon())).isSameAs(connection.admin(soon()));
    assertThat(server.connections()).isLessThanOrEqualTo(2);
    assertThat(reads).hasValue(1);
  }

  @Test
  void noAnswerForMoreThanASecond_replacesTheClient() throws Exception {
    Admin client = connection.admin(soon());

    assertThat(ask(Duration.ofMillis(600)).hasFailure(ProbeError.TIMEOUT)).isTrue();
    assertThat(connection.admin(soon())).isSameAs(client);
    assertThat(ask(Duration.ofMillis(600)).hasFailure(ProbeError.TIMEOUT)).isTrue();

    ProbeException failure =
        catchThrowableOfType(ProbeException.class, () -> connection.admin(soon()));
    assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
  }

  @Test
  void partlyWrongList_propertiesAreReadOnce() throws Exception {
    try (ScriptedServer tls = ScriptedServer.tlsAlert()) {
      properties.put("bootstrap.servers", server.address() + ',' + tls.address());

      Admin client = connection.admin(soon());

      assertThat(connection.admin(soon())).isSameAs(client);
      assertThat(reads).hasValue(1);
    }
  }

  @Test
  void lostClient_wrongListenerStaysNamed() throws Exception {
    try (ScriptedServer tls = ScriptedServer.tlsAlert()) {
      properties.put("bootstrap.servers", server.address() + ',' + tls.address());
      connection.admin(soon());

      connection.lost();

      assertThat(connection.misconfiguration()).isPresent();
    }
  }

  private Replies<String, String> ask(Duration time) throws Exception {
    return inquiry.ask(
        "its id",
        (admin, limitMillis) ->
            Map.of(
                "id",
                admin
                    .describeCluster(new DescribeClusterOptions().timeoutMs(limitMillis))
                    .clusterId()),
        Deadline.in(time, SilentBrokerTest::ticks));
  }

  @Test
  void manyServers_eachWaitLastsAtLeastASecond() {
    assertThat(Bootstrap.limit(soon(), 10)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void slowFirstServer_theNextAttemptBeginsWithTheOther() throws Exception {
    try (SilentServer silent = SilentServer.start()) {
      properties.put("bootstrap.servers", silent.address() + ',' + server.address());

      ProbeException failure =
          catchThrowableOfType(ProbeException.class, () -> check(0, Duration.ofMillis(500)));
      Bootstrap second = check(1, Duration.ofSeconds(5));

      assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
      assertThat(failure).hasMessageContaining(server.address() + " cannot be checked in time");
      assertThat(second.servers()).isEqualTo(server.address());
    }
  }

  private Bootstrap check(int attempt, Duration time) throws Exception {
    return Bootstrap.check("main", properties, attempt, Deadline.in(time, System::nanoTime));
  }

  @Test
  void consumerWithoutRecordsInShortReads_isReplaced() throws Exception {
    AtomicInteger made = new AtomicInteger();
    // Each call takes 0.1 s, however busy the machine is.
    AtomicLong nanos = new AtomicLong();
    LongSupplier ticker = () -> nanos.addAndGet(100_000_000);
    RecordConsumer consumer =
        new RecordConsumer(
            () -> {
              made.incrementAndGet();
              return Map.of("bootstrap.servers", server.address(), "client.id", "reader");
            },
            Isolation.READ_COMMITTED,
            ticker);
    try {
      for (int i = 0; i < 3; i++) {
        Map<Partition, OffsetRange> open =
            new HashMap<>(Map.of(new Partition("river", 0), new OffsetRange(0, 1)));
        consumer.read(open, Deadline.in(Duration.ofSeconds(2), ticker), new Replies<>("nothing"));
      }
    } finally {
      consumer.drop();
    }

    assertThat(made).hasValue(2);
  }

  @Test
  void responseLimitThatCannotBeSet_isNoFailure() {
    ReceiveLimit.setOnAdmin(new Object());
  }

  /** Takes all the time of a question while the client is created. */
  public static final class SlowReporter implements MetricsReporter {

    private static final AtomicLong ADDED = new AtomicLong();

    @Override
    public void configure(Map<String, ?> configuration) {
      ADDED.addAndGet(Duration.ofSeconds(10).toNanos());
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}
  }
}
