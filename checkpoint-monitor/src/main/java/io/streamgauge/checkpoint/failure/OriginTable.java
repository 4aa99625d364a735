package io.streamgauge.checkpoint.failure;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rows of {@code origins.tsv} that are about the same, exceptions or frames. Immutable.
 *
 * <p>A line has, between tabs, what it is about, a prefix, an origin or {@code -}, and a remark. A
 * prefix that ends with a dot is a package with all below; any other is a class with its nested
 * ones. Lines that begin with {@code #} are comments.
 */
final class OriginTable {

  private final List<Row> longestFirst;

  private OriginTable(List<Row> longestFirst) {
    this.longestFirst = longestFirst;
  }

  /** The rows about something. */
  static OriginTable of(String subject, List<String> lines) {
    return new OriginTable(
        lines.stream()
            .filter(line -> line.startsWith(subject + '\t'))
            .map(line -> new Row(line.split("\t", -1)))
            .sorted(Comparator.comparingInt((Row row) -> row.prefix.length()).reversed())
            .collect(Collectors.toUnmodifiableList()));
  }

  /** The row with the longest prefix of a class name. */
  Optional<Row> find(String className) {
    return longestFirst.stream().filter(row -> row.matches(className)).findFirst();
  }

  /** A prefix and its origin. */
  static final class Row {

    private final String prefix;
    private final Optional<Origin> origin;

    private Row(String[] columns) {
      this.prefix = columns[1];
      this.origin =
          columns[2].equals("-")
              ? Optional.empty()
              : Optional.of(Origin.valueOf(columns[2].toUpperCase(Locale.ROOT)));
    }

    private boolean matches(String className) {
      return className.startsWith(prefix)
          && (prefix.endsWith(".")
              || className.length() == prefix.length()
              || className.charAt(prefix.length()) == '$');
    }

    /** The origin; empty where the next frame decides. */
    Optional<Origin> origin() {
      return origin;
    }
  }
}
