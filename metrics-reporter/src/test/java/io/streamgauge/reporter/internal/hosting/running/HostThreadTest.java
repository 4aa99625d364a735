package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.internal.logging.RecordingLogger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostThreadTest {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void failingTasks_oneLinePerCauseAndMinute() throws InterruptedException {
    try (HostThread thread =
        new HostThread(getClass().getClassLoader(), RecordingLogger.of(lines), nanos::get)) {
      fail(thread, "first", 100);
      fail(thread, "second", 1);
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      fail(thread, "first", 1);
    }

    assertThat(lines)
        .hasSize(3)
        .allMatch(line -> line.startsWith("error Hosting of probes failed: {}{} "))
        .allMatch(line -> line.contains("HostThreadTest"));
    assertThat(lines.get(1)).contains("second");
    assertThat(lines.get(2)).contains("first (99 similar lines suppressed)");
  }

  private static void fail(HostThread thread, String message, int times)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      thread.execute(
          () -> {
            throw new IllegalStateException(message);
          });
    }
    CountDownLatch done = new CountDownLatch(1);
    thread.execute(done::countDown);
    assertThat(done.await(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
