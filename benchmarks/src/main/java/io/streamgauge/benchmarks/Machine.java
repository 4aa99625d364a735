package io.streamgauge.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the numbers depend on. */
final class Machine {

  private Machine() {}

  static String description() {
    return "Date: "
        + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
            .format(LocalDateTime.now(ZoneId.systemDefault()))
        + "\nJDK: "
        + System.getProperty("java.vm.name")
        + " "
        + System.getProperty("java.vm.version")
        + "\nSystem: "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, load at the start "
        + load()
        + "\n";
  }

  /** How many processes wanted a core over the last minute. */
  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
  }
}
