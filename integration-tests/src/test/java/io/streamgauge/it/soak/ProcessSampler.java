package io.streamgauge.it.soak;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.it.cluster.HeapHistogram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Takes the samples of one process: from the JVM, from Linux, and from its own metrics. */
final class ProcessSampler {
  private static final String JOB_LOADER = "org.apache.flink.util.ChildFirstClassLoader";

  private final FlinkProcess process;
  private final URI metrics;
  private final LogTail log;
  private final LogLines lines = new LogLines();
  private final ProcessRecord record;

  /**
   * @param metrics the address of the process's metrics
   */
  ProcessSampler(FlinkProcess process, URI metrics) {
    this.process = process;
    this.metrics = metrics;
    this.log = new LogTail(process.log());
    this.record = new ProcessRecord(process.name());
    log.lines();
  }

  ProcessRecord record() {
    return record;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Takes a sample of all measures, after a full collection.
   *
   * @param liveJobs whose class loaders are rightly there
   * @throws IllegalStateException if the process has ended or serves no such metrics
   */
  Map<Measure, Double> sample(long liveJobs) throws IOException {
    HeapHistogram heap = HeapHistogram.of(process.handle());
    Exposition own = Exposition.scrape(metrics);
    Map<Measure, Double> sample =
        Map.of(
            Measure.HEAP, (double) heap.bytes(),
            Measure.THREADS, (double) count("task"),
            Measure.FILES, (double) count("fd"),
            Measure.DIRECT_MEMORY, value(own, "_Status_JVM_Memory_Direct_MemoryUsed"),
            Measure.METASPACE, value(own, "_Status_JVM_Memory_Metaspace_Used"),
            Measure.CLASS_LOADERS, (double) Math.max(0, heap.instances(JOB_LOADER) - liveJobs));
    record.add(sample);
    return sample;
  }

  /** Counts the log lines of the last minute: those since the last call or the beginning. */
  void countLines() {
    log.lines().forEach(lines::add);
    record.addMinute(lines.drain());
  }

  private long count(String directory) throws IOException {
    Path path = Path.of("/proc", Long.toString(process.handle().pid()), directory);
    try (Stream<Path> entries = Files.list(path)) {
      return entries.count();
    }
  }

  private static double value(Exposition metrics, String suffix) {
    return metrics.samples().stream()
        .filter(each -> each.name().endsWith(suffix))
        .mapToDouble(Exposition.Sample::number)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no metric " + suffix));
  }
}
