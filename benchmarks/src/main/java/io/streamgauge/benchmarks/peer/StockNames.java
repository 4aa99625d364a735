package io.streamgauge.benchmarks.peer;

import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.MetricGroup;

/** How the stock reporter calls metrics and labels. */
final class StockNames {

  private static final CharacterFilter FILTER = StockNames::sanitized;

  private StockNames() {}

  static String family(String name, MetricGroup group) {
    String scope = LogicalScopeProvider.castFrom(group).getLogicalScope(FILTER, '_');
    return "flink_" + scope + '_' + sanitized(name);
  }

  /** The label of a variable such as {@code <host>}. */
  static String label(String variable) {
    return sanitized(variable.substring(1, variable.length() - 1));
  }

  private static String sanitized(String text) {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      char c = characters[i];
      boolean isKnown =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':';
      characters[i] = isKnown ? c : '_';
    }
    return new String(characters);
  }
}
