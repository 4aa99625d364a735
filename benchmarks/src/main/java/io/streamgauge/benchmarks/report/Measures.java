package io.streamgauge.benchmarks.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;

/** What one cell printed: the values of each measure. Immutable. */
public final class Measures {

  private final Map<String, List<Double>> values;

  private Measures(Map<String, List<Double>> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads lines such as {@code measured gzip.ms 3.5 4.0}; others are passed over.
   *
   * @param mark what such a line begins with
   */
  public static Measures parse(List<String> lines, String mark) {
    Map<String, List<Double>> values = new HashMap<>();
    for (String line : lines) {
      if (line.startsWith(mark)) {
        Scanner words = new Scanner(line.substring(mark.length()));
        String measure = words.next();
        List<Double> numbers = new ArrayList<>();
        words.forEachRemaining(word -> numbers.add(Double.valueOf(word)));
        values.put(measure, numbers);
      }
    }
    return new Measures(values);
  }

  /** The median of a measure, NaN when it was not taken. */
  public double median(String measure) {
    return Spread.of(values.getOrDefault(measure, List.of())).median();
  }
}
