package io.streamgauge.kafka.client;

import static io.streamgauge.kafka.testing.Connections.in;
import static io.streamgauge.kafka.testing.Connections.soon;
import static io.streamgauge.kafka.testing.RealKafka.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.FreePorts;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.SilentServer;
import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.kafka.testing.LogRecorder;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.kafka.testing.ScriptedServer;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class FaultsTest {

  /** One percent of a core, at the usual interval of 30 s. */
  private static final long MAX_NANOS_PER_POLL = 300_000_000;

  private static RealKafka kafka;
  private static final Partition RIVER = new Partition("river", 0);

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = RealKafka.start();
    kafka.topic("river", 1);
    kafka.write(RIVER, present(4));
    kafka.alter("readers", RIVER, 2);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void aNameThatCannotBeResolvedIsUnreachableUntilItCan() throws Exception {
    try (Broker broker = connectTo("no-such-host.invalid:9092")) {
      ProbeException failure = failure(broker);

      assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
      assertThat(failure)
          .hasMessage("cluster main: no-such-host.invalid:9092 cannot be resolved")
          .hasNoCause();
    }
  }

  @Test
  void aPortThatNobodyListensToIsUnreachable() throws Exception {
    try (Broker broker = connectTo("127.0.0.1:" + FreePorts.next())) {
      assertThat(failure(broker).reason()).isEqualTo(ProbeError.UNREACHABLE);
    }
  }

  @Test
  void aServerThatAcceptsAndNeverAnswersIsUnreachableByTheDeadline() throws Exception {
    try (SilentServer server = SilentServer.start();
        Broker broker = connectTo(server.address())) {
      long start = System.nanoTime();

      ProbeException failure = failure(broker);

      assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(Connections.BELOW_KAFKAS_LIMIT);
    }
  }

  @Test
  void closingDoesNotWaitForAServerThatNeverAnswers() throws Exception {
    try (SilentServer server = SilentServer.start()) {
      Broker broker = connectTo(server.address());
      failure(broker);
      long start = System.nanoTime();

      broker.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(Connections.BELOW_KAFKAS_LIMIT);
    }
  }

  @Test
  void anInterruptEndsACallAtOnce() throws Exception {
    try (SilentServer server = SilentServer.start();
        Broker broker = connectTo(server.address())) {
      assertThatAnInterruptEnds(() -> broker.groups(soon()));
    }
  }

  @Test
  void anInterruptEndsTheReadingOfRecordsAtOnce() throws Exception {
    try (SilentServer server = SilentServer.start();
        RecordReader reader = reader(server)) {
      Replies<Partition, StoredRecord> replies = new Replies<>("nothing");

      assertThatAnInterruptEnds(
          () ->
              reader.read(
                  Map.of(RIVER, new OffsetRange(0, 1)), Isolation.READ_COMMITTED, soon(), replies));
    }
  }

  @Test
  void theReadingOfRecordsEndsByTheDeadline() throws Exception {
    try (SilentServer server = SilentServer.start();
        RecordReader reader = reader(server)) {
      Replies<Partition, StoredRecord> replies = new Replies<>("nothing");
      long start = System.nanoTime();

      reader.read(
          Map.of(RIVER, new OffsetRange(0, 1)),
          Isolation.READ_COMMITTED,
          in(Duration.ofSeconds(1)),
          replies);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(Connections.BELOW_KAFKAS_LIMIT);
      assertThat(replies.hasFailure(ProbeError.TIMEOUT)).isTrue();
    }
  }

  private static RecordReader reader(SilentServer server) {
    Map<String, String> properties =
        Map.of("bootstrap.servers", server.address(), "client.id", "reader");
    return new RecordReader("main", () -> properties, System::nanoTime, 10);
  }

  private static void assertThatAnInterruptEnds(ThrowableAssert.ThrowingCallable call)
      throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller = new Thread(() -> thrown.set(catchThrowable(call)));
    caller.start();
    await().until(() -> isInKafka(caller));

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  private static boolean isInKafka(Thread caller) {
    return Arrays.stream(caller.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().endsWith("ListenerCheck")
                    || frame.getClassName().endsWith("KafkaFutureImpl")
                    || frame.getMethodName().equals("poll"));
  }

  @Test
  void aBrokerThatComesBackIsAskedAgainByTheSameObject() throws Exception {
    Map<String, String> client = new HashMap<>(kafka.broker().client());
    client.put("reconnect.backoff.max.ms", "200");
    try (Broker broker = Connections.connect(client)) {
      assertThat(ends(broker).of(RIVER)).hasValue(4L);

      kafka.broker().stop();
      assertThat(failure(broker).reason()).isEqualTo(ProbeError.UNREACHABLE);
      kafka.broker().restart();

      await().ignoreExceptions().until(() -> ends(broker).of(RIVER).isPresent());
      assertThat(ends(broker).of(RIVER)).hasValue(4L);
      assertThat(broker.committed(List.of("readers"), soon()).of("readers"))
          .hasValue(Map.of(RIVER, 2L));
    }
  }

  @Test
  void aBrokerThatHaltsIsUnreachableByTheDeadlineAndThenThereAgain() throws Exception {
    try (Broker broker = Connections.connect(kafka)) {
      assertThat(ends(broker).of(RIVER)).hasValue(4L);

      kafka.broker().pause();
      long start = System.nanoTime();
      ProbeException failure;
      try {
        failure = failure(broker);
      } finally {
        kafka.broker().resume();
      }

      assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(Connections.BELOW_KAFKAS_LIMIT);
      await().ignoreExceptions().until(() -> ends(broker).of(RIVER).isPresent());
    }
  }

  @Test
  void deadAdminThread_isReplaced() throws Exception {
    try (Broker broker = faulty()) {
      FaultyReporter.arm(true);
      ProbeException failure;
      try {
        failure = failure(broker);
      } finally {
        FaultyReporter.arm(false);
      }

      assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
      await().ignoreExceptions().until(() -> ends(broker).of(RIVER).isPresent());
    }
  }

  @Test
  void deadConsumer_isReplaced() throws Exception {
    try (Broker broker = faulty()) {
      ends(broker);
      FaultyReporter.arm(true);
      try {
        assertThatThrownBy(() -> read(broker)).isInstanceOf(OutOfMemoryError.class);
      } finally {
        FaultyReporter.arm(false);
      }

      assertThat(read(broker).values()).containsOnlyKeys(RIVER);
    }
  }

  private static Broker faulty() throws Exception {
    Map<String, String> client = new HashMap<>(kafka.broker().client());
    client.put("metric.reporters", FaultyReporter.class.getName());
    return Connections.connect(client);
  }

  private static Answers<Partition, StoredRecord> read(Broker broker) throws Exception {
    return broker.read(Map.of(RIVER, 0L), Isolation.READ_UNCOMMITTED, soon());
  }

  @Test
  void wrongAmongBootstrapServers_isReportedAndTheOthersAreUsed() throws Exception {
    try (ScriptedServer wrong = ScriptedServer.tlsAlert()) {
      String servers = wrong.address() + ',' + kafka.broker().client().get("bootstrap.servers");
      try (Broker broker = connectTo(servers)) {
        assertThat(ends(broker).of(RIVER)).hasValue(4L);
        assertThat(broker.misconfiguration())
            .hasValueSatisfying(
                each -> assertThat(each).startsWith(wrong.address() + " speaks TLS;"));
        assertThat(wrong.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void brokerThatGoesDown_clientNeitherSpinsNorFloodsTheLog() throws Exception {
    try (LogRecorder log = LogRecorder.open();
        Broker broker = Connections.connect(kafka)) {
      ends(broker);
      ClientThreads threads = new ClientThreads();
      kafka.broker().stop();
      try {
        FutureTask<ProbeException> poll = new FutureTask<>(() -> failure(broker));
        new Thread(poll).start();
        await().until(() -> threads.measure() && poll.isDone());

        assertThat(poll.get().reason()).isEqualTo(ProbeError.UNREACHABLE);
        assertThat(threads.cpuNanos()).isLessThan(MAX_NANOS_PER_POLL);
        assertThat(log.lines())
            .filteredOn(line -> line.contains("=streamgauge-main") && !line.startsWith("DEBUG"))
            .noneMatch(line -> line.contains("Rebootstrapping"))
            .hasSizeLessThan(60);
      } finally {
        kafka.broker().restart();
      }
    }
  }

  /** The processor time of the threads of Kafka's admin clients of the monitor. */
  private static final class ClientThreads {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Long, Long> before = nanos();
    private final Map<Long, Long> latest = new HashMap<>(before);

    private Map<Long, Long> nanos() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(each -> each.getName().startsWith("kafka-admin-client-thread | streamgauge-main"))
          .collect(Collectors.toMap(Thread::getId, each -> threads.getThreadCpuTime(each.getId())));
    }

    /** Measures those that are alive; the times of others stay. Always true. */
    boolean measure() {
      nanos().forEach((id, nanos) -> latest.merge(id, nanos, Math::max));
      return true;
    }

    long cpuNanos() {
      return latest.entrySet().stream()
          .mapToLong(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
          .sum();
    }
  }

  @Test
  void requestsAreCountedOnOverClientsThatWereReplaced() throws Exception {
    try (Broker broker = Connections.connect(kafka)) {
      ends(broker);
      long before = broker.requests();
      broker.ends(Set.of(new Partition("river", 7)), Isolation.READ_COMMITTED, soon());
      long between = broker.requests();

      ends(broker);

      assertThat(before).isPositive();
      assertThat(between).isGreaterThan(before);
      assertThat(broker.requests()).isGreaterThan(between);
    }
  }

  @Test
  void aPartitionWithoutLeaderIsUnavailableAndTheOthersAreAnswered() throws Exception {
    KafkaBroker.Builder controller =
        KafkaBroker.builder().configure("broker.session.timeout.ms", 2_000);
    try (RealKafka first = RealKafka.start(controller);
        KafkaBroker second = KafkaBroker.builder().joining(first.broker()).start();
        Broker broker = Connections.connect(first)) {
      first.topic("halved", Map.of(0, List.of(1), 1, List.of(2)));
      Partition led = new Partition("halved", 0);
      Partition lost = new Partition("halved", 1);
      second.kill();
      await().until(() -> !canBeAsked(broker, lost));

      long before = broker.requests();
      Answers<Partition, Long> ends =
          broker.ends(Set.of(led, lost), Isolation.READ_COMMITTED, soon());

      assertThat(ends.values()).isEqualTo(Map.of(led, 0L));
      assertThat(ends.failures()).isEqualTo(Map.of(lost, ProbeError.UNAVAILABLE));
      assertThat(broker.requests() - before).isLessThan(100);
    }
  }

  private static boolean canBeAsked(Broker broker, Partition partition) throws Exception {
    return broker
        .topics(List.of(partition.topic()), soon())
        .of(partition.topic())
        .orElseThrow()
        .canBeAsked(partition.number());
  }

  private static Answers<Partition, Long> ends(Broker broker) throws Exception {
    return broker.ends(Set.of(RIVER), Isolation.READ_COMMITTED, soon());
  }

  private static Broker connectTo(String address) throws Exception {
    return Connections.connect(Map.of("bootstrap.servers", address));
  }

  private static ProbeException failure(Broker broker) {
    return catchThrowableOfType(
        ProbeException.class, () -> broker.groups(in(Duration.ofSeconds(2))));
  }
}
