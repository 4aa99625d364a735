package io.streamgauge.it.oracle;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.Exposition.Sample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Samples as lines that tests can be read by: labels in order, values as they were written. */
final class Lines {

  private Lines() {}

  /** The samples whose names begin with a prefix, in order. */
  static List<String> of(Exposition exposition, String prefix) {
    return of(exposition, sample -> sample.name().startsWith(prefix));
  }

  static List<String> of(Exposition exposition, Predicate<Sample> wanted) {
    return exposition.samples().stream().filter(wanted).map(Lines::line).sorted().toList();
  }

  private static String line(Sample sample) {
    String labels =
        new TreeMap<>(sample.labels())
            .entrySet().stream().map(Lines::label).collect(Collectors.joining(","));
    return sample.name() + (labels.isEmpty() ? "" : '{' + labels + '}') + ' ' + sample.value();
  }

  private static String label(Map.Entry<String, String> label) {
    return label.getKey() + "=\"" + label.getValue() + '"';
  }
}
