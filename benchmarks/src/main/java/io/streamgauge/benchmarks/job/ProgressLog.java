package io.streamgauge.benchmarks.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What {@link Progress} wrote: records by the time in milliseconds since 1970. */
final class ProgressLog {

  private final NavigableMap<Long, Long> recordsByTime;

  ProgressLog(NavigableMap<Long, Long> recordsByTime) {
    this.recordsByTime = recordsByTime;
  }

  static ProgressLog read(Path file) throws IOException {
    NavigableMap<Long, Long> records = new TreeMap<>();
    List<String> lines = Files.readAllLines(file);
    // The last line may be half written.
    for (String line : lines.subList(0, Math.max(0, lines.size() - 1))) {
      int space = line.indexOf(' ');
      records.put(Long.valueOf(line.substring(0, space)), Long.valueOf(line.substring(space + 1)));
    }
    return new ProgressLog(records);
  }

  /**
   * Records a second between two moments, as near as they were noted.
   *
   * @throws IllegalArgumentException if the log does not cover both
   */
  double rate(long fromMillis, long toMillis) {
    Map.Entry<Long, Long> from = recordsByTime.floorEntry(fromMillis);
    Map.Entry<Long, Long> to = recordsByTime.floorEntry(toMillis);
    if (from == null || to == null || from.getKey().equals(to.getKey())) {
      throw new IllegalArgumentException("no progress from " + fromMillis + " to " + toMillis);
    }
    return (to.getValue() - from.getValue()) * 1000.0 / (to.getKey() - from.getKey());
  }
}
