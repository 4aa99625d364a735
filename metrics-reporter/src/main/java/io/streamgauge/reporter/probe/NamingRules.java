package io.streamgauge.reporter.probe;

import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of {@code promtool check metrics} and of our own for names, types and values. */
public final class NamingRules {

  private static final Pattern NAME = Pattern.compile("(?!flink_)[a-z][a-z0-9]*_[a-z0-9_]+");
  private static final Pattern LABEL = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Set<String> LABELS_OF_THE_FORMAT = Set.of("le", "quantile");

  /** Endings of a histogram's own series, and of the format's. */
  private static final List<String> RESERVED_ENDINGS =
      List.of("_bucket", "_count", "_sum", "_created");

  private NamingRules() {}

  /**
   * Verifies name, type and help of a family.
   *
   * @throws IllegalArgumentException if one breaks a rule
   */
  public static void checkName(FamilyHeader header) {
    String name = header.name();
    require(NAME.matcher(name).matches(), name, "a name matches " + NAME);
    require(
        RESERVED_ENDINGS.stream().noneMatch(name::endsWith),
        name,
        "a name does not end with " + RESERVED_ENDINGS);
    require(
        name.endsWith("_total") == (header.kind() == Kind.COUNTER),
        name,
        "counters, and only they, end with _total");
    require(!header.help().isEmpty(), name, "a family has a help text");
  }

  static void checkLabel(String label) {
    require(LABEL.matcher(label).matches(), label, "a label name matches " + LABEL);
    require(
        !LABELS_OF_THE_FORMAT.contains(label),
        label,
        "a label is not named as those of the format, " + LABELS_OF_THE_FORMAT);
  }

  static void checkKind(FamilyHeader header, Kind kind) {
    require(header.kind() == kind, header.toString(), "this value is for a " + kind.exposedName());
  }

  static void checkNumber(FamilyHeader header, double value) {
    boolean counter = header.kind() == Kind.COUNTER;
    require(
        counter || header.kind() == Kind.GAUGE,
        header.toString(),
        "a number is for a counter or gauge");
    require(
        !counter || (value >= 0 && value < Double.POSITIVE_INFINITY),
        header.name() + ' ' + value,
        "a counter is finite and not negative");
  }

  private static void require(boolean held, String found, String rule) {
    if (!held) {
      throw new IllegalArgumentException("Rule: " + rule + "; found " + found);
    }
  }
}
