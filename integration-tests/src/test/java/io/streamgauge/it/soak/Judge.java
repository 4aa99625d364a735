package io.streamgauge.it.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what grew and what flooded the log. */
final class Judge {
  /** From one logger of ours. More is a flood, even if each line has a cause of its own. */
  static final long MAX_LINES_A_MINUTE = 30;

  private Judge() {}

  /** One sentence for each fault of a process; none if it is well. */
  static List<String> faults(ProcessRecord record) {
    List<String> faults = new ArrayList<>();
    for (Trend each : record.trends()) {
      switch (each.verdict()) {
        case OK -> {}
        case GROWS ->
            faults.add(
                "%s: %s grew from %s to %s"
                    .formatted(
                        record.process(),
                        each.measure().title(),
                        each.measure().text(each.middle()),
                        each.measure().text(each.last())));
        case TOO_FEW_SAMPLES ->
            faults.add(
                "%s: only %d samples of %s"
                    .formatted(record.process(), each.samples(), each.measure().title()));
      }
    }
    for (Map.Entry<LogLines.Source, Long> each : record.maxLines().entrySet()) {
      if (each.getKey().isOurs() && each.getValue() > MAX_LINES_A_MINUTE) {
        faults.add(
            "%s: %d log lines in one minute from %s"
                .formatted(record.process(), each.getValue(), each.getKey().logger()));
      }
    }
    record
        .repeatedLines()
        .forEach(
            (cause, count) ->
                faults.add(
                    "%s: %d log lines less than a minute after the last one of %s"
                        .formatted(record.process(), count, cause)));
    return faults;
  }
}
