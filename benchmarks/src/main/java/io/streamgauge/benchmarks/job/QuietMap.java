package io.streamgauge.benchmarks.job;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Registers many metrics and passes ten numbers a second. */
final class QuietMap extends RichMapFunction<Long, Long> {

  private static final long serialVersionUID = 1;

  private final int metrics;
  private final String startedFile;

  /**
   * A function.
   *
   * @param metrics how many each subtask registers
   * @param startedFile each subtask creates it, with its number behind a dot, when it starts
   */
  QuietMap(int metrics, String startedFile) {
    this.metrics = metrics;
    this.startedFile = startedFile;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    BusyMap.register(getRuntimeContext().getMetricGroup(), metrics);
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    Files.createFile(Path.of(startedFile + "." + subtask));
  }

  @Override
  public Long map(Long number) throws InterruptedException {
    Thread.sleep(100);
    return number;
  }
}
