package io.streamgauge.reporter.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.reporter.registry.DropReason;
import io.streamgauge.reporter.registry.TestingMetricGroup;
import io.streamgauge.reporter.scrape.TestingScrapes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {

  private static final TestingMetricGroup GROUP = TestingMetricGroup.of("taskmanager", "host", "h");

  /** Longer than a busy machine needs to start a thread. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private final CountDownLatch forEver = new CountDownLatch(1);
  private TestingScrapes scrapes = TestingScrapes.withDefaults();

  @AfterEach
  void close() {
    forEver.countDown();
    scrapes.close();
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
  void twentyGaugesThatHangCostOnlyThemselves() {
    impatient();
    for (int i = 0; i < 20; i++) {
      add("hangs" + i, interruptible());
    }
    addGauge("good", 1);

    assertThat(scrapes.samples()).isEqualTo(sample("good", "1"));
    assertThat(scrapes.quarantined()).isEqualTo(20);
    await().until(() -> scrapes.givenUp() == 0);
  }

  @Test
  void gaugesInQuarantineAreLeftAloneAndLaterTriedOneAtATime() {
    impatient();
    AtomicInteger reads = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      add("hangs" + i, counting(reads, interruptible()));
    }
    scrapes.text();
    await().until(() -> scrapes.givenUp() == 0);

    scrapes.text();
    int inQuarantine = reads.get();
    scrapes.pass(Duration.ofMinutes(1));
    scrapes.text();

    assertThat(inQuarantine).isEqualTo(5);
    assertThat(reads).hasValue(6);
  }

  @Test
  void aGaugeThatRecoversLeavesQuarantine() {
    impatient();
    add("slow", interruptible());
    scrapes.text();
    forEver.countDown();
    await().until(() -> scrapes.givenUp() == 0);

    scrapes.pass(Duration.ofMinutes(1));

    assertThat(scrapes.samples()).isEqualTo(sample("slow", "1"));
    assertThat(scrapes.quarantined()).isZero();
  }

  @Test
  void fourReadersAtMostAreGivenUpAndThenUserGaugesWait() {
    impatient();
    for (int i = 0; i < 6; i++) {
      add("hangs" + i, uninterruptible());
    }
    addGauge("user", 1);
    addFlinkCounter("flinks");

    assertThat(scrapes.samples()).isEqualTo(sample("flinks", "1"));
    assertThat(scrapes.givenUp()).isEqualTo(4);
    assertThat(scrapes.dropped(DropReason.NO_READER)).isEqualTo(3);
  }

  @Test
  void whenAReaderReturnsUserGaugesAreReadAgain() {
    impatient();
    for (int i = 0; i < 4; i++) {
      add("hangs" + i, uninterruptible());
    }
    addGauge("user", 1);
    scrapes.text();

    forEver.countDown();
    await().until(() -> scrapes.givenUp() == 0);

    assertThat(scrapes.samples()).isEqualTo(sample("user", "1"));
  }

  @Test
  void aReadingEndsWithItsTimeAndHasWhatWasReadUntilThen() {
    addFlinkCounter("flinks");
    add("slow", interruptible());

    String text = scrapes.text(SHORT);

    assertThat(text).endsWith(sample("flinks", "1"));
    assertThat(scrapes.dropped(DropReason.TIME_LIMIT)).isEqualTo(1);
  }

  @Test
  void aGaugeThatHangsWhenAllTimeIsOverIsNotReadWhileItsReaderIsAway() {
    AtomicInteger reads = new AtomicInteger();
    add("hangs", counting(reads, uninterruptible()));

    scrapes.text(SHORT);
    scrapes.text(SHORT);

    assertThat(reads).hasValue(1);
    assertThat(scrapes.quarantined()).isEqualTo(1);
    assertThat(scrapes.givenUp()).isEqualTo(1);
  }

  @Test
  void aGaugeThatWasBeingReadWhenAllTimeWasOverIsTriedAgainWhenItsReaderIsBack() {
    add("slow", interruptible());
    scrapes.text(SHORT);
    await().until(() -> scrapes.givenUp() == 0);
    forEver.countDown();

    assertThat(scrapes.samples()).isEqualTo(sample("slow", "1"));
    assertThat(scrapes.quarantined()).isZero();
  }

  @Test
  void aGaugeThatCostsAllTheTimeAgainIsPutAside() {
    AtomicInteger reads = new AtomicInteger();
    add("slow", counting(reads, interruptible()));
    addGauge("user", 1);
    scrapes.text(SHORT);
    await().until(() -> scrapes.givenUp() == 0);
    scrapes.text(SHORT);
    await().until(() -> scrapes.givenUp() == 0);

    assertThat(scrapes.samples()).isEqualTo(sample("user", "1"));
    assertThat(reads).hasValue(2);
  }

  @Test
  void aGaugeThatIsRemovedWhileItHangsLeavesQuarantine() {
    impatient();
    Gauge<Object> hanging = uninterruptible();
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
    assertThat(scrapes.givenUp()).isEqualTo(4);
  }

  @Test
  void theLastValueOfACounterThatHangsIsLost() {
    impatient();
    Counter hanging = hangingCounter();
    TestingMetricGroup ours = GROUP.addGroup("streamgauge");
    scrapes.add(hanging, "calls_total", ours);

    scrapes.remove(hanging, "calls_total", ours);

    assertThat(scrapes.text()).isEmpty();
    assertThat(scrapes.givenUp()).isEqualTo(1);
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
    scrapes = TestingScrapes.withValueLimit(Duration.ofMillis(100));
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
        awaitUninterrupted();
        return 1;
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

  private Gauge<Object> interruptible() {
    return () -> {
      try {
        forEver.await();
        return 1;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private Gauge<Object> uninterruptible() {
    return () -> {
      awaitUninterrupted();
      return 1;
    };
  }

  private void awaitUninterrupted() {
    while (true) {
      try {
        forEver.await();
        return;
      } catch (InterruptedException e) {
        // As code does that takes no notice of interrupts.
      }
    }
  }

  private static String sample(String name, String value) {
    return "flink_taskmanager_" + name + "{host=\"h\"} " + value + '\n';
  }
}
