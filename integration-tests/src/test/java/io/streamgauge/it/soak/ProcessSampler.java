package io.streamgauge.it.soak;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.JvmUsage;
import java.net.URI;
import java.util.Map;

/** Takes the samples of one process: from the JVM, from Linux, and from its own metrics. */
final class ProcessSampler {
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
  Map<Measure, Double> sample(long liveJobs) {
    JvmUsage usage = JvmUsage.of(process.handle());
    Map<Measure, Double> sample =
        Map.of(
            Measure.HEAP, (double) usage.heap(),
            Measure.THREADS, (double) usage.threads(),
            Measure.FILES, (double) usage.files(),
            Measure.DIRECT_MEMORY, directMemory(),
            Measure.METASPACE, (double) usage.metaspace(),
            Measure.CLASS_LOADERS, (double) Math.max(0, usage.jobLoaders() - liveJobs));
    record.add(sample);
    return sample;
  }

  /** Counts the log lines of the last minute: those since the last call or the beginning. */
  void countLines() {
    log.lines().forEach(lines::add);
    record.addMinute(lines.drain());
  }

  private double directMemory() {
    return Exposition.scrape(metrics).samples().stream()
        .filter(each -> each.name().endsWith("_Status_JVM_Memory_Direct_MemoryUsed"))
        .mapToDouble(Exposition.Sample::number)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no direct memory at " + metrics));
  }
}
