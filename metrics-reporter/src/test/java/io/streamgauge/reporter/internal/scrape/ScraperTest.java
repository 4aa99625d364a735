package io.streamgauge.reporter.internal.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.internal.exposition.Body;
import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.http.ScrapeRequest;
import io.streamgauge.reporter.internal.http.ScrapeUnavailableException;
import io.streamgauge.reporter.internal.http.TestingRequests;
import io.streamgauge.reporter.internal.registry.TestingMetricGroup;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import io.streamgauge.reporter.snapshot.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.flink.metrics.Gauge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ScraperTest {

  private static final ScrapeRequest PLAIN = TestingRequests.plain(WaitLimit.LIMIT);

  private final AtomicInteger threadFailures = new AtomicInteger();
  private final AtomicInteger threads = new AtomicInteger();
  private volatile Supplier<Frame> frames = ScraperTest::oneSeries;
  private final Scraper scraper =
      new Scraper(
          new Source(), new ScrapeDurations(), WaitLimit.LIMIT, Scraper.MAX_BYTES, this::thread);

  @AfterEach
  void close() {
    scraper.close();
  }

  @Test
  void scrapeThread_diesOfAnError_isReplaced() throws Exception {
    scraper.execute(
        () -> {
          throw new OutOfMemoryError("made to fail");
        });

    assertThat(text(scraper.open(PLAIN, () -> {}))).isEqualTo("up 1\n");
    assertThat(threads).hasValue(2);
  }

  @Test
  void scrapeThread_replacedLate_answersAfterTheNextRequest() throws Exception {
    CountDownLatch die = new CountDownLatch(1);
    scraper.execute(
        () -> {
          awaitUninterruptibly(die);
          throw new OutOfMemoryError("made to fail");
        });
    Body waiting = scraper.open(PLAIN, () -> {});
    threadFailures.set(1);
    die.countDown();
    await().until(() -> threadFailures.get() == 0);

    Body next = scraper.open(PLAIN, () -> {});

    assertThat(text(next)).isEqualTo("up 1\n");
    assertThat(text(waiting)).isEqualTo("up 1\n");
  }

  @Test
  void request_whileABatchIsOpen_sharesItsMemory() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    scraper.execute(() -> awaitUninterruptibly(read));
    assertThat(scraper.sharesMemory(PLAIN)).isFalse();

    Body waiting = scraper.open(PLAIN, () -> {});

    assertThat(scraper.sharesMemory(PLAIN)).isTrue();
    read.countDown();
    assertThat(text(waiting)).isEqualTo("up 1\n");
    assertThat(scraper.sharesMemory(PLAIN)).isFalse();
  }

  @Test
  void frameSource_throwsAnError_nextScrapeWorks() throws Exception {
    frames =
        () -> {
          throw new OutOfMemoryError("made to fail");
        };
    Body failed = scraper.open(PLAIN, () -> {});
    assertThatThrownBy(() -> text(failed)).isInstanceOf(IOException.class);

    frames = ScraperTest::oneSeries;

    assertThat(text(scraper.open(PLAIN, () -> {}))).isEqualTo("up 1\n");
  }

  @Test
  void earlyPageAndRefusedClient_closed_giveTheirMemoryBack() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (TestingScrapes scrapes = TestingScrapes.withDefaults();
        Scraper real =
            new Scraper(
                scrapes.frames(),
                new ScrapeDurations(),
                WaitLimit.LIMIT,
                Scraper.MAX_BYTES,
                this::thread)) {
      addSlow(scrapes, "a", release);
      Body early = real.open(TestingRequests.plain(Duration.ofSeconds(2)), () -> {});
      Body patient = real.open(TestingRequests.plain(WaitLimit.LIMIT), () -> {});
      assertThat(text(early)).isEmpty();
      release.countDown();
      assertThat(text(patient)).isEqualTo("flink_taskmanager_a{host=\"h\"} 1\n");

      CountDownLatch releaseMore = new CountDownLatch(1);
      for (int i = 0; i < 4; i++) {
        addSlow(scrapes, "b" + i, releaseMore);
      }
      Body refused = real.open(TestingRequests.plain(Duration.ofMillis(100)), () -> {});
      assertThatThrownBy(() -> text(refused)).isInstanceOf(ScrapeUnavailableException.class);
      refused.close();
      releaseMore.countDown();

      await().until(() -> real.bytesInUse() == 0);
    }
  }

  private static void addSlow(TestingScrapes scrapes, String name, CountDownLatch release) {
    Gauge<Integer> gauge =
        () -> {
          awaitUninterruptibly(release);
          return 1;
        };
    scrapes.add(gauge, name, TestingMetricGroup.of("taskmanager", "host", "h"));
  }

  private Thread thread(Runnable task) {
    if (threadFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    threads.incrementAndGet();
    Thread thread = new Thread(task, "testing-scrape");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((dead, error) -> {});
    return thread;
  }

  private static Frame oneSeries() {
    Frame frame = new Frame(owned -> {});
    frame.begin();
    frame.addFamily(FamilyHeader.of("up", Kind.UNTYPED, ""));
    frame.setInteger(frame.addSeries(Labels.of(Map.of())), 1);
    return frame;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Body body) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(10_000);
    await()
        .until(
            () -> {
              int read = body.read(target);
              return read == Body.END;
            });
    body.close();
    String text = new String(target.array(), 0, target.position(), StandardCharsets.UTF_8);
    return text.lines().filter(line -> !line.startsWith("#")).reduce("", (a, b) -> a + b + '\n');
  }

  private final class Source implements FrameSource {

    @Override
    public Frame read(long deadline, ImpatientClients clients) {
      return frames.get();
    }

    @Override
    public long bytesInUse() {
      return 0;
    }
  }
}
