package io.streamgauge.benchmarks.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        String[] words = line.substring(mark.length()).split(" ");
        List<Double> numbers = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
          numbers.add(Double.valueOf(words[i]));
        }
        values.put(words[0], numbers);
      }
    }
    return new Measures(values);
  }

  /** The median of a measure, NaN when it was not taken. */
  public double median(String measure) {
    return Spread.of(values.getOrDefault(measure, List.of())).median();
  }
}
