package io.streamgauge.it.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All samples of one process. */
final class ProcessRecord {
  private final String process;
  private final Map<Measure, List<Double>> samples = new EnumMap<>(Measure.class);
  private final Map<LogLines.Source, Long> maxLines = new TreeMap<>();
  private final Map<LogLines.Source, Long> allLines = new TreeMap<>();
  private final Map<String, Long> repeatedLines = new TreeMap<>();
  private int minutes;

  ProcessRecord(String process) {
    this.process = process;
  }

  String process() {
    return process;
  }

  void add(Map<Measure, Double> sample) {
    sample.forEach(
        (measure, value) ->
            samples.computeIfAbsent(measure, unused -> new ArrayList<>()).add(value));
  }

  void addMinute(LogLines.Counts counts) {
    minutes++;
    counts.repeated().forEach((cause, count) -> repeatedLines.merge(cause, count, Long::sum));
    counts
        .lines()
        .forEach(
            (source, count) -> {
              maxLines.merge(source, count, Math::max);
              allLines.merge(source, count, Long::sum);
            });
  }

  /** One of each measure, also of those without a sample. */
  List<Trend> trends() {
    return List.of(Measure.values()).stream()
        .map(each -> Trend.of(each, samples.getOrDefault(each, List.of())))
        .toList();
  }

  /** The most lines in one minute. */
  Map<LogLines.Source, Long> maxLines() {
    return maxLines;
  }

  /** Lines of ours less than a minute after the last one of their cause, by cause. */
  Map<String, Long> repeatedLines() {
    return repeatedLines;
  }

  /** Lines a minute, on average. */
  double meanLines(LogLines.Source source) {
    return (double) allLines.getOrDefault(source, 0L) / Math.max(1, minutes);
  }
}
