package io.streamgauge.it.cluster;

import io.streamgauge.cluster.FlinkProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** What Flink's logs say about us. */
final class FlinkLogs {
  /** A frame of a stack trace, or a line that our classes log as a warning or an error. */
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "^\\s+at (?:\\S+/)?io\\.streamgauge\\.reporter\\..*"
              + "|^\\S+ \\S+ (?:WARN|ERROR) +io\\.streamgauge\\.reporter\\..*"
              + "|.*(?:WARN|ERROR).*(?i:streamgauge(?!\\.it)).*");

  private static final Pattern WARNING =
      Pattern.compile("^\\S+ \\S+ (?:WARN|ERROR) +io\\.streamgauge\\.reporter\\..*");

  private FlinkLogs() {}

  static List<String> lines(FlinkProcess process) {
    try {
      return Files.readString(process.log()).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of Flink's metric fetcher, which logs each fetch at DEBUG. */
  static List<String> metricFetches(FlinkProcess process) {
    return lines(process).stream().filter(line -> line.contains(".MetricFetcherImpl ")).toList();
  }

  /** The lines in which our classes, or Flink because of them, complain. */
  static List<String> complaints(FlinkProcess process) {
    return lines(process).stream().filter(line -> COMPLAINT.matcher(line).matches()).toList();
  }

  /** The lines that our classes log as a warning or an error. */
  static List<String> warnings(FlinkProcess process) {
    return lines(process).stream().filter(line -> WARNING.matcher(line).matches()).toList();
  }
}
