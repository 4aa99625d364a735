package io.streamgauge.kafka.client;

import static io.streamgauge.kafka.client.KafkaUnderTest.in;
import static io.streamgauge.kafka.client.KafkaUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;
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
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private static KafkaUnderTest kafka;
  private static final Partition RIVER = new Partition("river", 0);

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = new KafkaUnderTest(KafkaBroker.start());
    kafka.createTopic("river", 1);
    kafka.write(4, RIVER);
    kafka.commit("readers", Map.of(RIVER, 2L));
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
          .hasMessage(
              "cluster main cannot be asked for its groups: KafkaException caused by"
                  + " ConfigException, because of bootstrap.servers")
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
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void closingDoesNotWaitForAServerThatNeverAnswers() throws Exception {
    try (SilentServer server = SilentServer.start()) {
      Broker broker = connectTo(server.address());
      failure(broker);
      long start = System.nanoTime();

      broker.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
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

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
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
    long start = System.nanoTime();

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  private static boolean isInKafka(Thread caller) {
    return Arrays.stream(caller.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().endsWith("KafkaFutureImpl")
                    || frame.getMethodName().equals("poll"));
  }

  @Test
  void aBrokerThatComesBackIsAskedAgainByTheSameObject() throws Exception {
    Map<String, String> client = new HashMap<>(kafka.process().client());
    client.put("reconnect.backoff.max.ms", "200");
    try (Broker broker = KafkaUnderTest.connect(client)) {
      assertThat(ends(broker).of(RIVER)).hasValue(4L);

      kafka.process().stop();
      assertThat(failure(broker).reason()).isEqualTo(ProbeError.UNREACHABLE);
      kafka.process().restart();

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> ends(broker).of(RIVER).isPresent());
      assertThat(ends(broker).of(RIVER)).hasValue(4L);
      assertThat(broker.committed(List.of("readers"), soon()).of("readers"))
          .hasValue(Map.of(RIVER, 2L));
    }
  }

  @Test
  void aBrokerThatHaltsIsUnreachableByTheDeadlineAndThenThereAgain() throws Exception {
    try (Broker broker = kafka.connect()) {
      assertThat(ends(broker).of(RIVER)).hasValue(4L);

      kafka.process().pause();
      long start = System.nanoTime();
      ProbeException failure;
      try {
        failure = failure(broker);
      } finally {
        kafka.process().resume();
      }

      assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> ends(broker).of(RIVER).isPresent());
    }
  }

  @Test
  void requestsAreCountedOnOverClientsThatWereReplaced() throws Exception {
    try (Broker broker = kafka.connect()) {
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
    KafkaBroker controller =
        KafkaBroker.builder().configure("broker.session.timeout.ms", 2_000).start();
    try (KafkaUnderTest first = new KafkaUnderTest(controller);
        KafkaBroker second = KafkaBroker.builder().joining(first.process()).start();
        Broker broker = first.connect()) {
      first.createTopic("halved", Map.of(0, List.of(1), 1, List.of(2)));
      Partition led = new Partition("halved", 0);
      Partition lost = new Partition("halved", 1);
      second.kill();
      await().atMost(Duration.ofSeconds(30)).until(() -> !first.canBeAsked(broker, lost));

      long before = broker.requests();
      Answers<Partition, Long> ends =
          broker.ends(Set.of(led, lost), Isolation.READ_COMMITTED, soon());

      assertThat(ends.values()).isEqualTo(Map.of(led, 0L));
      assertThat(ends.failures()).isEqualTo(Map.of(lost, ProbeError.UNAVAILABLE));
      assertThat(broker.requests() - before).isLessThan(100);
    }
  }

  private static Answers<Partition, Long> ends(Broker broker) throws Exception {
    return broker.ends(Set.of(RIVER), Isolation.READ_COMMITTED, soon());
  }

  private static Broker connectTo(String address) throws Exception {
    return KafkaUnderTest.connect(Map.of("bootstrap.servers", address));
  }

  private static ProbeException failure(Broker broker) {
    return catchThrowableOfType(
        ProbeException.class, () -> broker.groups(in(Duration.ofSeconds(2))));
  }
}
