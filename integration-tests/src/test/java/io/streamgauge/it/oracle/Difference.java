package io.streamgauge.it.oracle;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * A way in which our series differ from those of Flink's own reporter, with an example.
 *
 * <p>{@code docs/migrate.md} tells of the same ones. In the lines, {@code ~} stands for {@code
 * flink_taskmanager_job_task_operator_}, and Flink's own variables are left out.
 */
enum Difference {
  TYPES(
      "types",
      Compatibility.AS_STOCK,
      scene -> {
        scene.group().counter("my_calls", Metrics.counter(2));
        scene.group().meter("my_rate", Metrics.meter(0.5));
      },
      """
      # TYPE ~my_calls gauge
      # TYPE ~my_rate gauge
      ~my_calls 2.0
      ~my_rate 0.5
      """,
      """
      # TYPE ~my_calls counter
      # TYPE ~my_rate gauge
      ~my_calls 2
      ~my_rate 0.5
      """),
  NO_NUMBER(
      "no-number",
      Compatibility.AS_STOCK,
      scene -> {
        scene.group().gauge("my_text", Metrics.gauge("a text"));
        scene.group().gauge("my_null", Metrics.gauge(null));
      },
      """
      # TYPE ~my_null gauge
      # TYPE ~my_text gauge
      ~my_null 0.0
      ~my_text 0.0
      """,
      ""),
  THROWING(
      "throwing",
      Compatibility.STAYS,
      scene -> {
        scene.group().gauge("my_sound", Metrics.gauge(1));
        scene.group().gauge("my_broken", throwing());
      },
      """
      no answer: the gauge's own
      """,
      """
      # TYPE ~my_sound gauge
      ~my_sound 1
      """),
  ATTEMPTS(
      "attempts",
      Compatibility.AS_STOCK,
      scene -> scene.group().counter("my_calls"),
      """
      # TYPE ~my_calls gauge
      ~my_calls{task_attempt_num="0"} 0.0
      """,
      """
      # TYPE ~my_calls counter
      ~my_calls 0
      """),
  LABEL_VALUES(
      "label-values",
      Compatibility.AS_STOCK,
      scene -> scene.group().addGroup("my", "a.b ü").counter("calls"),
      """
      # TYPE ~my_calls gauge
      ~my_calls{my="a_b__"} 0.0
      """,
      """
      # TYPE ~my_calls counter
      ~my_calls{my="a.b ü"} 0
      """),
  LONG_VALUES(
      "long-values",
      Compatibility.STAYS,
      scene -> scene.group().addGroup("my", "x".repeat(1_001)).counter("calls"),
      """
      # TYPE ~my_calls gauge
      ~my_calls{my="%s"} 0.0
      """
          .formatted("x".repeat(1_001)),
      """
      # TYPE ~my_calls counter
      ~my_calls{my="%s_c58e1007"} 0
      """
          .formatted("x".repeat(991))),
  MANY_LABELS(
      "many-labels",
      Compatibility.STAYS,
      scene -> {
        MetricGroup group = scene.group().addGroup("my");
        for (char label = 'a'; label <= 'y'; label++) {
          group = group.addGroup(String.valueOf(label), "1");
        }
        group.counter("calls");
      },
      """
      # TYPE ~my_%s_calls gauge
      ~my_%1$s_calls{%s} 0.0
      """
          .formatted(letters('y', "_", ""), letters('y', ",", "=\"1\"")),
      """
      # TYPE ~my_%s_calls counter
      ~my_%1$s_calls{%s} 0
      """
          .formatted(letters('y', "_", ""), letters('x', ",", "=\"1\""))),
  EMPTY_VALUES(
      "empty-values",
      Compatibility.STAYS,
      scene -> scene.group().addGroup("my", "").counter("calls"),
      """
      # TYPE ~my_calls gauge
      ~my_calls{my=""} 0.0
      """,
      """
      # TYPE ~my_calls counter
      ~my_calls 0
      """),
  RAW_VARIABLES(
      "raw-variables",
      Compatibility.STAYS,
      scene -> scene.raw(Map.of("team", "a")).counter("calls"),
      """
      # TYPE ~my_calls gauge
      ~my_calls{ea="a"} 0.0
      """,
      """
      # TYPE ~my_calls counter
      ~my_calls{team="a"} 0
      """),
  EQUAL_LABEL_NAMES(
      "equal-label-names",
      Compatibility.STAYS,
      scene -> scene.group().addGroup("my.k", "1").addGroup("my-k", "2").counter("calls"),
      """
      refused: a label that occurs twice
      """,
      """
      # TYPE ~my_k_my_k_calls counter
      ~my_k_my_k_calls{my_k="2",my_k_2="1"} 0
      """),
  UNDERSCORES(
      "underscores",
      Compatibility.STAYS,
      scene -> scene.group().addGroup("__my", "1").counter("calls"),
      "",
      """
      # TYPE ~__my_calls counter
      ~__my_calls{_my="1"} 0
      """),
  LABEL_CHARACTERS(
      "label-characters",
      Compatibility.STAYS,
      scene -> {
        scene.group().addGroup("my:k", "1").counter("calls");
        scene.group().addGroup("1my", "1").counter("calls");
      },
      "",
      """
      # TYPE ~1my_calls counter
      # TYPE ~my:k_calls counter
      ~1my_calls{_1my="1"} 0
      ~my:k_calls{my_k="1"} 0
      """),
  RESERVED_LABELS(
      "reserved-labels",
      Compatibility.STAYS,
      scene -> {
        scene.group().addGroup("my").addGroup("le", "1").counter("calls");
        scene.group().addGroup("my").addGroup("quantile", "1").counter("calls");
      },
      """
      # TYPE ~my_le_calls gauge
      # TYPE ~my_quantile_calls gauge
      ~my_le_calls{le="1"} 0.0
      ~my_quantile_calls{quantile="1"} 0.0
      """,
      """
      # TYPE ~my_le_calls counter
      # TYPE ~my_quantile_calls counter
      ~my_le_calls{exported_le="1"} 0
      ~my_quantile_calls{exported_quantile="1"} 0
      """),
  VARIABLE_SETS(
      "variable-sets",
      Compatibility.STAYS,
      scene -> {
        scene.group().addGroup("my").counter("calls");
        scene.other().addGroup("my", "1").counter("calls");
      },
      """
      # TYPE ~my_calls gauge
      ~my_calls 0.0
      """,
      """
      # TYPE ~my_calls counter
      ~my_calls 0
      ~my_calls{my="1"} 0
      """),
  EQUAL_SERIES(
      "equal-series",
      Compatibility.STAYS,
      scene -> {
        scene.group().counter("my_calls", Metrics.counter(1));
        scene.closing().counter("my_calls", Metrics.counter(2));
      },
      """
      # TYPE ~my_calls gauge
      ~my_calls 0.0
      """,
      """
      # TYPE ~my_calls counter
      ~my_calls 1
      """),
  MIXED_TYPES(
      "mixed-types",
      Compatibility.STAYS,
      scene -> {
        scene.group().addGroup("my", "1").counter("calls");
        scene.other().addGroup("my", "2").histogram("calls", Metrics.histogram(3, 0));
      },
      """
      # TYPE ~my_calls gauge
      ~my_calls{my="1"} 0.0
      """,
      """
      # TYPE ~my_calls untyped
      ~my_calls{my="1"} 0
      ~my_calls{my="2",quantile="0.5"} 0
      ~my_calls{my="2",quantile="0.75"} 0
      ~my_calls{my="2",quantile="0.95"} 0
      ~my_calls{my="2",quantile="0.98"} 0
      ~my_calls{my="2",quantile="0.99"} 0
      ~my_calls{my="2",quantile="0.999"} 0
      """),
  DERIVED_NAMES(
      "derived-names",
      Compatibility.STAYS,
      scene -> {
        scene.group().histogram("my", Metrics.histogram(3, 0));
        scene.group().gauge("my_count", Metrics.gauge(4));
      },
      """
      # TYPE ~my summary
      ~my_count 3.0
      ~my{quantile="0.5"} 0.0
      ~my{quantile="0.75"} 0.0
      ~my{quantile="0.95"} 0.0
      ~my{quantile="0.98"} 0.0
      ~my{quantile="0.99"} 0.0
      ~my{quantile="0.999"} 0.0
      """,
      """
      # TYPE ~my untyped
      # TYPE ~my_count gauge
      ~my_count 4
      ~my{quantile="0.5"} 0
      ~my{quantile="0.75"} 0
      ~my{quantile="0.95"} 0
      ~my{quantile="0.98"} 0
      ~my{quantile="0.99"} 0
      ~my{quantile="0.999"} 0
      """),
  WHOLE_NUMBERS(
      "whole-numbers",
      Compatibility.STAYS,
      scene -> scene.group().gauge("my_offset", Metrics.gauge(9_007_199_254_740_993L)),
      """
      # TYPE ~my_offset gauge
      ~my_offset 9.007199254740992E15
      """,
      """
      # TYPE ~my_offset gauge
      ~my_offset 9007199254740993
      """),
  OUR_GROUPS(
      "our-groups",
      Compatibility.STAYS,
      scene -> scene.group().addGroup("streamgauge").addGroup("k", "v").counter("my_total"),
      """
      # TYPE ~streamgauge_k_my_total gauge
      ~streamgauge_k_my_total{k="v"} 0.0
      """,
      """
      # TYPE streamgauge_my_total counter
      streamgauge_my_total{k="v"} 0
      """),
  RESERVED_NAMES(
      "reserved-names",
      Compatibility.STAYS,
      scene -> scene.group().addGroup("streamgauge").gauge("probe_my", Metrics.gauge(1)),
      """
      # TYPE ~streamgauge_probe_my gauge
      ~streamgauge_probe_my 1.0
      """,
      "");

  private final String id;
  private final Compatibility compatibility;

  @SuppressWarnings("ImmutableEnumChecker") // A lambda without state.
  private final Example example;

  private final String stock;
  private final String ours;

  Difference(String id, Compatibility compatibility, Example example, String stock, String ours) {
    this.id = id;
    this.compatibility = compatibility;
    this.example = example;
    this.stock = stock;
    this.ours = ours;
  }

  /** How {@code docs/migrate.md} calls it. */
  String id() {
    return id;
  }

  Compatibility compatibility() {
    return compatibility;
  }

  Example example() {
    return example;
  }

  /** What Flink's own reporter makes of the example: comments, then samples, in order. */
  List<String> stock() {
    return stock.lines().toList();
  }

  /** What ours makes of it by default. */
  List<String> ours() {
    return ours.lines().toList();
  }

  /** The letters from a to the last, each with an ending. */
  private static String letters(char last, String separator, String ending) {
    return IntStream.rangeClosed('a', last)
        .mapToObj(letter -> (char) letter + ending)
        .collect(Collectors.joining(separator));
  }

  private static Gauge<Long> throwing() {
    return () -> {
      throw new IllegalStateException("the gauge's own");
    };
  }

  /** Registers the metrics that show a difference. */
  interface Example {
    void register(Scene scene);
  }

  /** Where an example registers its metrics. */
  interface Scene {
    /** A group of an operator. */
    MetricGroup group();

    /** Another group, of an operator that Flink's variables do not tell from the first one. */
    MetricGroup other();

    /** A group with variables that are stored without brackets. */
    MetricGroup raw(Map<String, String> variables);

    /** The other group, which is closed when all is registered. */
    MetricGroup closing();
  }

  /** What {@code compatibility: stock} does about a difference. */
  enum Compatibility {
    AS_STOCK("as stock"),
    STAYS("stays");

    private final String word;

    Compatibility(String word) {
      this.word = word;
    }

    /** The word of {@code docs/migrate.md} for it. */
    String word() {
      return word;
    }
  }
}
