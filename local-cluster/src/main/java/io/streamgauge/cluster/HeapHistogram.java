package io.streamgauge.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects of each class that a JVM holds after a full collection, as {@code jcmd} counts them.
 */
public final class HeapHistogram {
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+)(?:\\s.*)?");

  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private final Map<String, Long> instances = new HashMap<>();
  private long bytes;

  private HeapHistogram() {}

  /**
   * Runs a full collection in a JVM and counts what is left.
   *
   * @throws IllegalStateException if it has ended or is no JVM of this user
   */
  public static HeapHistogram of(ProcessHandle process) {
    HeapHistogram histogram = new HeapHistogram();
    Jcmd.run(process, "GC.class_histogram").lines().forEach(histogram::add);
    if (histogram.instances("java.lang.String") == 0) {
      throw new IllegalStateException("jcmd found no objects in process " + process.pid());
    }
    return histogram;
  }

  /** Bytes of all objects. */
  public long bytes() {
    return bytes;
  }

  /** The number of objects of a class; 0 if it is not loaded. */
  public long instances(String className) {
    return instances.getOrDefault(className, 0L);
  }

  /** The number of objects of all classes in a package and those below it. */
  public long instancesOfPackage(String name) {
    return instances.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(name + "."))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void add(String line) {
    Matcher matcher = LINE.matcher(line);
    Matcher total = TOTAL.matcher(line);
    if (matcher.matches()) {
      instances.merge(matcher.group(2), Long.parseLong(matcher.group(1)), Long::sum);
    } else if (total.matches()) {
      bytes = Long.parseLong(total.group(1));
    }
  }
}
