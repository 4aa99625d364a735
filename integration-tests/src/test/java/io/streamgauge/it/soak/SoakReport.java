package io.streamgauge.it.soak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a soak prints at its end. */
final class SoakReport {
  private static final int LOGGERS = 8;

  private SoakReport() {}

  /**
   * Returns the measures and log lines of a process.
   *
   * @param load the time over which the samples were taken
   */
  static String text(ProcessRecord record, Duration load) {
    StringBuilder text = new StringBuilder(record.process()).append('\n');
    row(text, "", "warm-up", "middle", "end", "allowed", "per hour", "");
    for (Trend each : record.trends()) {
      Measure measure = each.measure();
      row(
          text,
          measure.title(),
          measure.text(each.first()),
          measure.text(each.middle()),
          measure.text(each.last()),
          "+" + measure.text(measure.tolerance(each.middle())),
          measure.text(each.growthPerHour(load)),
          each.verdict() == Trend.Verdict.OK ? "" : each.verdict().name());
    }
    text.append("  log lines a minute\n");
    loggers(record)
        .forEach(
            each ->
                text.append(
                    "    %-70s mean %8.1f  max %6d%s%n"
                        .formatted(
                            each.logger(),
                            record.meanLines(each),
                            record.maxLines().get(each),
                            each.isOurs() ? "  ours" : "")));
    return text.toString();
  }

  /** The loggers of ours, and the loudest of the others. */
  private static List<LogLines.Source> loggers(ProcessRecord record) {
    List<LogLines.Source> byCount =
        record.maxLines().entrySet().stream()
            .sorted(Map.Entry.<LogLines.Source, Long>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    List<LogLines.Source> loudest = byCount.subList(0, Math.min(LOGGERS, byCount.size()));
    return byCount.stream().filter(each -> each.isOurs() || loudest.contains(each)).toList();
  }

  private static void row(StringBuilder text, String... cells) {
    text.append(
        String.format(Locale.ROOT, "  %-28s %12s %12s %12s %12s %12s  %s%n", (Object[]) cells));
  }
}
