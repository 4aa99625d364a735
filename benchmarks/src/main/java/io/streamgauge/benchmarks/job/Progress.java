package io.streamgauge.benchmarks.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notes in a file, every tenth of a second, what the time is and how many records there were. */
final class Progress implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Path file;
  private final LongSupplier records;

  private Progress(Path file, LongSupplier records) {
    this.file = file;
    this.records = records;
  }

  static Progress start(Path file, LongSupplier records) {
    Progress progress = new Progress(file, records);
    Thread thread = new Thread(progress::write, "progress");
    thread.setDaemon(true);
    thread.start();
    return progress;
  }

  private void write() {
    try (Writer out = Files.newBufferedWriter(file)) {
      do {
        out.write(System.currentTimeMillis() + " " + records.getAsLong() + "\n");
        out.flush();
      } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
