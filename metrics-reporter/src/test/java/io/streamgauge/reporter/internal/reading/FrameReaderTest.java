package io.streamgauge.reporter.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.internal.registry.DropReason;
import io.streamgauge.reporter.internal.registry.TestingMetricGroup;
import io.streamgauge.reporter.internal.scrape.TestingScrapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.testing.HangingCounter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class FrameReaderTest {

  private static final TestingMetricGroup GROUP = TestingMetricGroup.of("taskmanager", "host", "h");

  /** Longer than a busy machine needs to start a thread. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final CountDownLatch forEver = new CountDownLatch(1);
  private final AtomicInteger interrupts = new AtomicInteger();
  private TestingScrapes scrapes = TestingScrapes.withDefaults();

  @AfterEach
  void close() {
    forEver.countDown();
    scrapes.close();
    assertThat(interrupts).as("interrupts of job code").hasValue(0);
  }

  @Test
  void everyKindOfNumberKeepsItsDigits() {
    addGauge("long", Long.MAX_VALUE - 1);
    addGauge("big", BigInteger.valueOf((1L << 53) + 1));
    addGauge("huge", BigInteger.ONE.shiftLeft(100));
    addGauge("decimal", new BigDecimal("0.1"));
    addGauge("double", 1e-7);
    addGauge("bool", true);
    addGauge("nan", Double.NaN);
    addGauge("infinite", Double.NEGATIVE_INFINITY);

    assertThat(scrapes.samples())
        .isEqualTo(
            sample("big", "9007199254740993")
                + sample("bool", "1")
                + sample("decimal", "0.1")
                + sample("double", "1e-07")
                + sample("huge", "1.2676506002282294e+30")
                + sample("infinite", "-Inf")
                + sample("long", "9223372036854775806")
                + sample("nan", "NaN"));
  }

  @Test
  void whatCannotBeReadIsAbsentAndCounted() {
    addGauge("good", 1);
    addGauge("nothing", null);
    addGauge("text", "n/a");
    addGauge("list", List.of(1));
    add("throws", failing(new IllegalStateException("broken")));
    add("error", failing(new NoClassDefFoundError("gone")));
    add("overflow", failing(new StackOverflowError()));

    assertThat(scrapes.samples()).isEqualTo(sample("good", "1"));
    assertThat(scrapes.dropped(DropReason.NULL)).isEqualTo(1);
    assertThat(scrapes.dropped(DropReason.NOT_A_NUMBER)).isEqualTo(2);
    assertThat(scrapes.dropped(DropReason.THREW)).isEqualTo(3);
  }

  @Test
  void gaugesThatHang_upToThree_costOnlyThemselves() {
    impatient();
    for (int i = 0; i < 3; i++) {
      add("hangs" + i, hanging());
    }
    addGauge("good", 1);

    assertThat(scrapes.samples()).isEqualTo(sample("good", "1"));
    assertThat(scrapes.quarantined()).isEqualTo(3);
    assertThat(scrapes.dropped(DropReason.HUNG)).isEqualTo(3);
    assertThat(scrapes.away()).isEqualTo(3);
  }

  @Test
  void readersAway_fourAtMost_thenUserGaugesWait() {
    impatient();
    for (int i = 0; i < 6; i++) {
      add("hangs" + i, hanging());
    }
    addGauge("user", 1);
    addFlinkCounter("flinks");

    assertThat(scrapes.samples()).isEqualTo(sample("flinks", "1"));
    assertThat(scrapes.away()).isEqualTo(4);
    assertThat(scrapes.dropped(DropReason.NO_READER)).isEqualTo(3);
  }

  @Test
  void flinkMetricsThatHang_seven_scrapesEndAtTheValueLimit() {
    impatient();
    for (int i = 0; i < 7; i++) {
      scrapes.add(new HangingCounter(() -> awaited(forEver)), "hangs" + i, GROUP);
    }
    addFlinkCounter("flinks");

    assertThat(scrapes.samples()).isEqualTo(sample("flinks", "1"));
    for (int i = 0; i < 2; i++) {
      assertThat(scrapes.samples()).isEmpty();
    }
    assertThat(scrapes.away()).isEqualTo(5);
    assertThat(scrapes.dropped(DropReason.HUNG)).isEqualTo(5);
    assertThat(scrapes.dropped(DropReason.TIME_LIMIT)).isZero();
  }

  @Test
  void exceptionWhoseMessageHangs_costsOnlyItsGauge() {
    add(
        "a",
        failing(
            new IllegalStateException() {
              private static final long serialVersionUID = 1;

              @Override
              public String getMessage() {
                return "" + awaited(forEver);
              }
            }));
    addGauge("b", 2);

    assertThat(samples(WaitLimit.LIMIT)).isEqualTo(sample("b", "2"));
    assertThat(scrapes.dropped(DropReason.THREW)).isEqualTo(1);
    assertThat(scrapes.away()).isEqualTo(1);
  }

  @Test
  void readerFailsWhileItHasTheTurn_passEnds_nextOneIsWhole() {
    impatient();
    addGauge("a", 1);
    add("hangs", hanging());
    addGauge("z", 2);
    scrapes.text();
    releaseAll();

    scrapes.failClock(new OutOfMemoryError("made to fail"));
    assertThat(scrapes.samples()).isEqualTo(sample("a", "1"));
    scrapes.failClock(null);

    assertThat(scrapes.samples()).isEqualTo(sample("a", "1") + sample("z", "2"));
  }

  @Test
  void endOfAPassFails_readerInAGauge_countsAsAway() {
    add("hangs", hanging());
    scrapes.failClock(new OutOfMemoryError("made to fail"));

    assertThatThrownBy(() -> scrapes.text(SHORT)).isInstanceOf(OutOfMemoryError.class);

    assertThat(scrapes.away()).isEqualTo(1);
  }

  @Test
  void readersAway_oneReturns_userGaugesAreReadAgain() {
    impatient();
    for (int i = 0; i < 4; i++) {
      add("hangs" + i, hanging());
    }
    addGauge("user", 1);
    scrapes.text();

    releaseAll();

    assertThat(scrapes.samples()).isEqualTo(sample("user", "1"));
  }

  @Test
  void quarantinedGauges_reprieveOver_areTriedOneAtATime() {
    impatient();
    AtomicInteger reads = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      add("hangs" + i, counting(reads, hanging()));
    }
    scrapes.text();
    releaseAll();

    scrapes.text();
    int inQuarantine = reads.get();
    scrapes.pass(Duration.ofMinutes(1));
    scrapes.text();

    assertThat(inQuarantine).isEqualTo(3);
    assertThat(reads).hasValue(4);
    assertThat(scrapes.quarantined()).isEqualTo(2);
  }

  @Test
  void quarantinedGauge_readInTime_leavesQuarantine() {
    impatient();
    add("slow", hanging());
    scrapes.text();
    releaseAll();

    scrapes.pass(Duration.ofMinutes(1));

    assertThat(scrapes.samples()).isEqualTo(sample("slow", "1"));
    assertThat(scrapes.quarantined()).isZero();
  }

  @Test
  void slowGauge_withinItsLimit_delaysNoOther() {
    CountDownLatch othersRead = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      add("a" + i, () -> awaited(othersRead));
    }
    for (int i = 0; i < 3; i++) {
      add(
          "b" + i,
          () -> {
            othersRead.countDown();
            return 2;
          });
    }

    assertThat(scrapes.samples())
        .isEqualTo(
            sample("a0", "1")
                + sample("a1", "1")
                + sample("a2", "1")
                + sample("b0", "2")
                + sample("b1", "2")
                + sample("b2", "2"));
    assertThat(scrapes.quarantined()).isZero();
    await().until(() -> scrapes.away() == 0);
  }

  @Test
  void slowGauge_throwsInTheEnd_isAbsentAndCounted() {
    CountDownLatch othersRead = new CountDownLatch(1);
    add(
        "a",
        () -> {
          throw new IllegalStateException("broken after " + awaited(othersRead));
        });
    add(
        "b",
        () -> {
          othersRead.countDown();
          return 2;
        });

    assertThat(scrapes.samples()).isEqualTo(sample("b", "2"));
    assertThat(scrapes.dropped(DropReason.THREW)).isEqualTo(1);
  }

  @Test
  void reading_timeIsOver_hasTheValuesReadUntilThen() {
    addFlinkCounter("flinks");
    addGauge("good", 1);
    add("slow", hanging());

    assertThat(samples(SHORT)).isEqualTo(sample("flinks", "1") + sample("good", "1"));
    assertThat(scrapes.dropped(DropReason.TIME_LIMIT)).isEqualTo(1);
  }

  @Test
  void gaugeLeftAtTheDeadline_readerAway_isNotRead() {
    AtomicInteger reads = new AtomicInteger();
    add("hangs", counting(reads, hanging()));

    scrapes.text(SHORT);
    scrapes.text(SHORT);

    assertThat(reads).hasValue(1);
    assertThat(scrapes.away()).isEqualTo(1);
  }

  @Test
  void gaugeLeftAtTheDeadline_backWithinItsLimit_isNotQuarantined() {
    add("slow", hanging());
    scrapes.text(SHORT);

    releaseAll();

    assertThat(scrapes.quarantined()).isZero();
    assertThat(scrapes.samples()).isEqualTo(sample("slow", "1"));
  }

  @Test
  void gaugeLeftAtTheDeadline_exceedsItsLimit_isQuarantined() {
    add("slow", hanging());
    scrapes.text(SHORT);
    scrapes.pass(WaitLimit.LIMIT);

    releaseAll();

    assertThat(scrapes.samples()).isEmpty();
    assertThat(scrapes.quarantined()).isEqualTo(1);
  }

  @Test
  void gaugesOnOneFileChannel_oneHangs_channelStaysOpen(@TempDir Path folder) throws IOException {
    impatient();
    Path file = Files.write(folder.resolve("state"), new byte[] {7});
    try (FileChannel channel = FileChannel.open(file)) {
      add("a", () -> firstByte(channel, forEver));
      for (int i = 0; i < 300; i++) {
        add("b" + i, () -> firstByte(channel, new CountDownLatch(0)));
      }

      assertThat(scrapes.samples()).hasLineCount(300);
      assertThat(channel.isOpen()).isTrue();
      releaseAll();
      assertThat(scrapes.samples()).hasLineCount(300);
    }
  }

  @Test
  void close_gaugeIsBeingRead_doesNotInterruptIt() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    add(
        "slow",
        () -> {
          begun.countDown();
          return hanging().getValue();
        });
    Thread scrape = new Thread(scrapes::text);
    scrape.start();
    begun.await();

    scrapes.close();
    scrape.join(WaitLimit.LIMIT.toMillis());

    assertThat(scrape.isAlive()).isFalse();
    assertThat(scrapes.away()).isEqualTo(1);
  }

  @Test
  void gauge_setsTheInterruptFlag_nextGaugeIsNotInterrupted() {
    add(
        "a",
        () -> {
          Thread.currentThread().interrupt();
          return 1;
        });
    add("b", () -> Thread.currentThread().isInterrupted());

    assertThat(scrapes.samples()).isEqualTo(sample("a", "1") + sample("b", "0"));
  }

  @Test
  void readerThreads_cannotBeStarted_costOneScrapeEach() {
    scrapes.close();
    AtomicInteger failures = new AtomicInteger(6);
    scrapes =
        TestingScrapes.withThreads(
            task -> {
              if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return new Thread(task);
            });
    addGauge("user", 1);

    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(scrapes::text).isInstanceOf(OutOfMemoryError.class);
    }

    assertThat(scrapes.samples()).isEqualTo(sample("user", "1"));
    assertThat(scrapes.away()).isZero();
  }

  @Test
  void readerThreads_dieBeforeTheirWork_scrapeIsComplete() {
    AtomicInteger deaths = dying(2);
    addGauge("user", 1);

    assertThat(samples(WaitLimit.LIMIT)).isEqualTo(sample("user", "1"));
    assertThat(deaths).hasValue(0);
    assertThat(scrapes.away()).isZero();
  }

  @Test
  void readerThreads_moreDeadThanThePoolHas_scrapesGoOn() {
    AtomicInteger deaths = dying(8);
    addGauge("user", 1);

    for (int i = 0; i < 8; i++) {
      assertThat(samples(Duration.ofMillis(50))).isEmpty();
    }

    assertThat(samples(WaitLimit.LIMIT)).isEqualTo(sample("user", "1"));
    assertThat(deaths).hasValue(0);
    assertThat(scrapes.away()).isZero();
  }

  @Test
  void readerThread_diesBeforeALastValue_valueIsRead() {
    AtomicInteger deaths = dying(1);
    TestingMetricGroup ours = GROUP.addGroup("streamgauge");
    Counter counter = new SimpleCounter();
    counter.inc();
    scrapes.add(counter, "calls_total", ours);

    scrapes.remove(counter, "calls_total", ours);

    assertThat(deaths).hasValue(0);
    assertThat(scrapes.samples()).isEqualTo("streamgauge_calls_total{host=\"h\"} 1\n");
    assertThat(scrapes.away()).isZero();
  }

  @Test
  void readerThread_diesAfterItsWork_nextScrapeIsComplete() throws InterruptedException {
    scrapes.close();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    scrapes = TestingScrapes.withThreads(task -> dyingAfter(task, threads));
    addGauge("user", 1);
    scrapes.text();

    for (Thread thread : threads) {
      thread.join(WaitLimit.LIMIT.toMillis());
    }

    assertThat(scrapes.samples()).isEqualTo(sample("user", "1"));
    assertThat(threads).hasSize(2);
    assertThat(scrapes.away()).isZero();
  }

  @Test
  void overtakenReaderFails_asItReturns_nextScrapeIsComplete() {
    add("slow", hanging());
    addGauge("user", 1);
    scrapes.text(SHORT);
    scrapes.failClock(new OutOfMemoryError("made to fail"));

    releaseAll();
    scrapes.failClock(null);

    assertThat(scrapes.samples()).isEqualTo(sample("slow", "1") + sample("user", "1"));
    assertThat(scrapes.quarantined()).isZero();
  }

  @Test
  void aGaugeThatIsRemovedWhileItHangsLeavesQuarantine() {
    impatient();
    Gauge<Object> hanging = hanging();
    add("hangs", hanging);
    scrapes.text();
    scrapes.remove(hanging, "hangs", GROUP);

    scrapes.text();

    assertThat(scrapes.quarantined()).isZero();
  }

  @Test
  void countersOfOursThatHangAtTheirEndCostFlinksMetricsNothing() {
    impatient();
    addFlinkCounter("flinks");
    TestingMetricGroup ours = GROUP.addGroup("streamgauge");
    for (int i = 0; i < 6; i++) {
      Counter hanging = hangingCounter();
      scrapes.add(hanging, "calls" + i + "_total", ours);
      scrapes.remove(hanging, "calls" + i + "_total", ours);
    }

    assertThat(scrapes.samples()).isEqualTo(sample("flinks", "1"));
    assertThat(scrapes.away()).isEqualTo(4);
  }

  @Test
  void theLastValueOfACounterThatHangsIsLost() {
    impatient();
    Counter hanging = hangingCounter();
    TestingMetricGroup ours = GROUP.addGroup("streamgauge");
    scrapes.add(hanging, "calls_total", ours);

    scrapes.remove(hanging, "calls_total", ours);

    assertThat(scrapes.text()).isEmpty();
    assertThat(scrapes.away()).isEqualTo(1);
  }

  @Test
  void metricsThatComeAndGoDuringScrapesAreNeitherLostNorDoubledNorTorn() throws Exception {
    for (int i = 0; i < 100; i++) {
      addFlinkCounter("stays" + i);
    }
    AtomicLong failures = new AtomicLong();
    CountDownLatch stop = new CountDownLatch(1);
    Thread[] threads = new Thread[8];
    for (int t = 0; t < threads.length; t++) {
      TestingMetricGroup group = GROUP.addGroup("thread", "" + t);
      threads[t] = new Thread(() -> churn(group, stop));
      threads[t].setUncaughtExceptionHandler((thread, e) -> failures.incrementAndGet());
      threads[t].start();
    }

    try {
      for (int i = 0; i < 200; i++) {
        String samples = scrapes.samples();
        assertThat(samples.lines().filter(line -> line.contains("stays"))).hasSize(100);
        assertThat(samples.lines().map(line -> line.substring(0, line.indexOf(' '))))
            .doesNotHaveDuplicates();
        assertThat(samples.lines()).allMatch(line -> line.matches("flink_[^ ]+ 1"));
      }
    } finally {
      stop.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(failures).hasValue(0);
    assertThat(scrapes.samples()).hasLineCount(100);
  }

  private void churn(TestingMetricGroup group, CountDownLatch stop) {
    while (stop.getCount() > 0) {
      Counter counter = new SimpleCounter();
      counter.inc();
      for (String name : new String[] {"x", "y", "z"}) {
        scrapes.add(counter, name, group);
      }
      for (String name : new String[] {"y", "x", "z"}) {
        scrapes.remove(counter, name, group);
      }
    }
  }

  private void impatient() {
    scrapes.close();
    scrapes = TestingScrapes.withValueLimit(Duration.ofMillis(500));
  }

  /** The first threads of the readers die of an error before they do anything. */
  private AtomicInteger dying(int count) {
    scrapes.close();
    AtomicInteger left = new AtomicInteger(count);
    scrapes =
        TestingScrapes.withThreads(
            task -> {
              boolean dies = left.getAndUpdate(each -> Math.max(0, each - 1)) > 0;
              return quiet(dies ? FrameReaderTest::die : task);
            });
    return left;
  }

  private static Thread dyingAfter(Runnable work, List<Thread> threads) {
    Thread thread =
        quiet(
            () -> {
              work.run();
              die();
            });
    threads.add(thread);
    return thread;
  }

  private static Thread quiet(Runnable work) {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((dead, error) -> {});
    return thread;
  }

  private static void die() {
    throw new OutOfMemoryError("made to fail");
  }

  private void addGauge(String name, @Nullable Object value) {
    Gauge<@Nullable Object> gauge = () -> value;
    scrapes.add(gauge, name, GROUP);
  }

  private void add(String name, Gauge<Object> gauge) {
    scrapes.add(gauge, name, GROUP);
  }

  private Counter hangingCounter() {
    return new SimpleCounter() {
      @Override
      public long getCount() {
        return awaited(forEver);
      }
    };
  }

  private void addFlinkCounter(String name) {
    Counter counter = new SimpleCounter();
    counter.inc();
    scrapes.add(counter, name, GROUP);
  }

  private static Gauge<Object> failing(Throwable failure) {
    return () -> {
      throw FrameReaderTest.<RuntimeException>unchecked(failure);
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  private static Gauge<Object> counting(AtomicInteger reads, Gauge<Object> gauge) {
    return () -> {
      reads.incrementAndGet();
      return gauge.getValue();
    };
  }

  private Gauge<Object> hanging() {
    return () -> awaited(forEver);
  }

  /** Waits as a gauge of a job does that notes interrupts, but goes on. */
  private int awaited(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return 1;
      } catch (InterruptedException e) {
        interrupts.incrementAndGet();
      }
    }
  }

  private static int firstByte(FileChannel channel, CountDownLatch latch) {
    ByteBuffer first = ByteBuffer.allocate(1);
    try {
      do {
        channel.read(first.clear(), 0);
      } while (latch.getCount() > 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return first.get(0);
  }

  private void releaseAll() {
    forEver.countDown();
    await().until(() -> scrapes.away() == 0);
  }

  private String samples(Duration limit) {
    return scrapes
        .text(limit)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .reduce("", (a, b) -> a + b + '\n');
  }

  private static String sample(String name, String value) {
    return "flink_taskmanager_" + name + "{host=\"h\"} " + value + '\n';
  }
}
