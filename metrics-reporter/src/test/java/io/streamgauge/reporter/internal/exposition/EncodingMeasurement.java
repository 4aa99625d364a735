package io.streamgauge.reporter.internal.exposition;

import io.streamgauge.reporter.internal.frame.Frame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.Deflater;

/** Prints how long a scrape takes to encode, what it allocates, and how many bytes it is. */
final class EncodingMeasurement {

  private static final int RUNS = 25;
  private static final int WARM_UPS = 25;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
  private final ByteBuffer compressed = ByteBuffer.allocate(64 << 10);
  private final GzipEncoder encoder = new GzipEncoder();
  private final ChunkPool pool = new ChunkPool(64 << 20);

  private interface Encoding {
    /** Encodes the frame, and returns the number of bytes. */
    long encode(Frame frame) throws IOException;
  }

  private EncodingMeasurement() {}

  public static void main(String[] arguments) throws IOException {
    EncodingMeasurement measurement = new EncodingMeasurement();
    for (int metrics : new int[] {1_000, 10_000, 100_000}) {
      measurement.measure(metrics);
    }
  }

  private void measure(int metrics) throws IOException {
    Frame frame = FlinkFrame.ofMetrics(metrics);
    System.out.printf("about %d metrics, %d series%n", metrics, frame.seriesCount());
    print("plain", this::plain, frame);
    print("gzip, ours", this::gzip, frame);
    print("gzip, zlib 1", f -> zlib(f, 1), frame);
    print("gzip, zlib 6", f -> zlib(f, 6), frame);
  }

  private static void print(String name, Encoding encoding, Frame frame) throws IOException {
    double[] millis = new double[RUNS];
    double[] cpuMillis = new double[RUNS];
    long bytes = 0;
    long allocated = 0;
    for (int i = -WARM_UPS; i < RUNS; i++) {
      long allocatedBefore = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      long cpuStart = THREADS.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      bytes = encoding.encode(frame);
      cpuMillis[Math.max(i, 0)] = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e6;
      millis[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
      allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocatedBefore;
    }
    Arrays.sort(millis);
    Arrays.sort(cpuMillis);
    System.out.printf(
        "  %-14s min %7.2f  median %7.2f ms (CPU min %7.2f  median %7.2f)"
            + "  %10d bytes  %8d allocated%n",
        name, millis[0], millis[RUNS / 2], cpuMillis[0], cpuMillis[RUNS / 2], bytes, allocated);
  }

  private long plain(Frame frame) throws IOException {
    try (Body body = new PlainBody(frame.retain(), Set.of())) {
      return drain(body);
    }
  }

  private long gzip(Frame frame) throws IOException {
    SharedBody shared = new SharedBody(pool);
    try (Body body = shared.tryOpen(() -> {})) {
      encoder.encode(frame, Set.of(), shared);
      return body == null ? 0 : drain(body);
    }
  }

  private long drain(Body body) throws IOException {
    long total = 0;
    buffer.clear();
    for (int read = body.read(buffer); read != Body.END; read = body.read(buffer)) {
      total += read;
      buffer.clear();
    }
    return total;
  }

  private long zlib(Frame frame, int level) throws IOException {
    Deflater deflater = new Deflater(level, /* nowrap= */ true);
    try (Body body = new PlainBody(frame.retain(), Set.of())) {
      buffer.clear();
      while (body.read(buffer) != Body.END) {
        deflater.setInput(buffer.flip());
        while (!deflater.needsInput()) {
          deflater.deflate(compressed.clear());
        }
        buffer.clear();
      }
      deflater.finish();
      while (!deflater.finished()) {
        deflater.deflate(compressed.clear());
      }
      return deflater.getBytesWritten();
    } finally {
      deflater.end();
    }
  }
}
