package io.streamgauge.udf.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.streamgauge.udf.testing.ObservedBuckets;
import io.streamgauge.udf.testing.RecordedMetrics;
import io.streamgauge.udf.testing.RecordingReporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
@Tag("slow")
class TableUdfJobTest {

  private final Configuration configuration = new Configuration();
  private final RecordedMetrics recorded = RecordingReporter.in(configuration);

  @Test
  void scalarFunctionsHaveTheSamePlanAndRowsAsWithoutWrapping() throws Exception {
    Map<String, UserDefinedFunction> functions =
        Map.of(
            "plus", new TableFunctions.Plus(),
            "described", new TableFunctions.Described(),
            "joined", new TableFunctions.Joined(),
            "total", new TableFunctions.Total(),
            "class_of", new TableFunctions.ClassOf(),
            "changing", new TableFunctions.Changing(),
            "special", new TableFunctions.Special());
    String query =
        "SELECT plus(id, 10), plus(CAST(id AS DOUBLE), 0.5e0),"
            + " described(n), described(CAST(n AS BIGINT)), described(s), described(s, n),"
            + " described(n, s), described(CAST(NULL AS STRING)),"
            + " joined('-'), joined('-', n), joined('-', n, id, n),"
            + " total(ns), class_of(n), class_of(ns), class_of(s),"
            + " changing(1), plus(1, 2), special(s)"
            + " FROM input";

    Outcome bare = run(functions, query, false);
    Outcome wrapped = run(functions, query, true);

    assertThat(wrapped.plan).isEqualTo(bare.plan);
    assertThat(wrapped.rows).isEqualTo(bare.rows);
    assertThat(bare.rows)
        .containsExactly(
            "+I[11, 1.5, integer 7, long 7, string a b, string a b, integer 7,"
                + " integer 7, string a b, string null, , 7, 7-1-7, 6, Integer, Integer[], String,"
                + " 2, 3, special a b]",
            "+I[12, 2.5, integer null, long null, string null, string null, integer null,"
                + " integer null, string null, string null, , null, null-2-null, null, null, null,"
                + " null, 2, 3, special null]",
            "+I[13, 3.5, integer 9, long 9, string , string , integer 9,"
                + " integer 9, string , string null, , 9, 9-3-9, 0, Integer, Integer[], String,"
                + " 2, 3, special ]");
    // What has literal arguments alone was computed by the planner.
    assertThat(recorded.family("udf_calls_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "udf_calls_total,udf=plus", 6.0,
                "udf_calls_total,udf=described", 15.0,
                "udf_calls_total,udf=joined", 6.0,
                "udf_calls_total,udf=total", 3.0,
                "udf_calls_total,udf=class_of", 9.0,
                "udf_calls_total,udf=changing", 3.0,
                "udf_calls_total,udf=special", 3.0));
    assertThat(recorded.family("udf_info"))
        .containsKey(
            "udf_info,class="
                + TableFunctions.Specialized.class.getName()
                + ",kind=scalar,udf=special");
  }

  @Test
  void tableFunctionsHaveTheSamePlanAndRowsAsWithoutWrapping() throws Exception {
    Map<String, UserDefinedFunction> functions = Map.of("words", new TableFunctions.Words());
    String query =
        "SELECT id, word, length FROM input, LATERAL TABLE(words(s))"
            + " UNION ALL SELECT id, w, l FROM input LEFT JOIN LATERAL TABLE(words(s, 'a'))"
            + " AS t(w, l) ON TRUE WHERE s IS NOT NULL"
            + " UNION ALL SELECT id, w, l FROM input LEFT JOIN LATERAL TABLE(words(s))"
            + " AS t(w, l) ON TRUE WHERE s IS NULL";

    Outcome bare = run(functions, query, false);
    Outcome wrapped = run(functions, query, true);

    assertThat(wrapped.plan).isEqualTo(bare.plan);
    assertThat(wrapped.rows).containsExactlyInAnyOrderElementsOf(bare.rows);
    assertThat(bare.rows)
        .containsExactlyInAnyOrder(
            "+I[1, a, 1]",
            "+I[1, b, 1]",
            "+I[3, , 0]", // inner join
            "+I[1, , 0]",
            "+I[1,  b, 2]",
            "+I[3, , 0]", // with another method
            "+I[2, null, null]"); // no row, and so a row of nulls
    assertThat(recorded.sum("udf_calls_total", "udf", "words")).isEqualTo(6);
    assertThat(recorded.sum("udf_info", "kind", "table")).isPositive();
  }

  @Test
  void asynchronousFunctionsHaveTheSamePlanAndRowsAsWithoutWrapping() throws Exception {
    Map<String, UserDefinedFunction> functions = Map.of("asked", new TableFunctions.Asked());
    String query = "SELECT id, asked(n), asked(s) FROM input WHERE n IS NOT NULL";

    Outcome bare = run(functions, query, false);
    Outcome wrapped = run(functions, query, true);

    assertThat(wrapped.plan).isEqualTo(bare.plan);
    assertThat(wrapped.rows).isEqualTo(bare.rows);
    assertThat(bare.rows).containsExactly("+I[1, answer 7, told a b]", "+I[3, answer 9, told ]");
    assertThat(recorded.sum("udf_calls_total", "udf", "asked")).isEqualTo(4);
    assertThat(recorded.sum("udf_failures_total", "udf", "asked")).isZero();
    assertThat(recorded.sum("udf_info", "kind", "async_scalar")).isPositive();
  }

  @Test
  void anExceptionIsCountedByItsClassAndFailsTheJobAsItIs() {
    Throwable failure =
        failure(
            Map.of("failing", new TableFunctions.Failing()),
            "SELECT CAST(failing(CAST(f0 AS INT)) AS STRING) FROM numbers");

    assertThat(ExceptionUtils.findThrowable(failure, TableFunctions.Refused.class))
        .hasValueSatisfying(refused -> assertThat(refused).hasMessage("three is refused"));
    assertThat(recorded.sum("udf_calls_total", "udf", "failing")).isEqualTo(3);
    assertThat(recorded.sum("udf_failures_total", "udf", "failing")).isEqualTo(1);
    assertThat(recorded.family("udf_exceptions_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "udf_exceptions_total,exception="
                    + TableFunctions.Refused.class.getName()
                    + ",udf=failing",
                1.0));
  }

  @Test
  void anExceptionOfATableFunctionIsCounted() {
    Throwable failure =
        failure(
            Map.of("words", new TableFunctions.Words()),
            "SELECT word FROM numbers, LATERAL TABLE(words(CAST(f0 AS STRING) || ' poison'))");

    assertThat(ExceptionUtils.findThrowableWithMessage(failure, "no word: poison")).isPresent();
    assertThat(recorded.sum("udf_failures_total", "udf", "words")).isEqualTo(1);
  }

  @Test
  void whatIsBehindATableFunctionFailsForItself() {
    Throwable failure =
        failure(
            Map.of("words", new TableFunctions.Words(), "failing", new TableFunctions.Failing()),
            "SELECT CAST(failing(l + 2) AS STRING)"
                + " FROM numbers, LATERAL TABLE(words(CAST(f0 AS STRING))) AS t(w, l)");

    assertThat(ExceptionUtils.findThrowable(failure, TableFunctions.Refused.class)).isPresent();
    assertThat(recorded.sum("udf_failures_total", "udf", "failing")).isEqualTo(1);
    assertThat(recorded.sum("udf_failures_total", "udf", "words")).isZero();
  }

  @Test
  void aFailureThatArrivesLaterIsCountedOnce() {
    configuration.setString("table.exec.async-scalar.retry-strategy", "NO_RETRY");

    Throwable failure =
        failure(
            Map.of("asked", new TableFunctions.Asked()),
            "SELECT asked(CAST(f0 AS INT)) FROM numbers");

    assertThat(ExceptionUtils.findThrowable(failure, UnsupportedOperationException.class))
        .isPresent();
    assertThat(recorded.sum("udf_failures_total", "udf", "asked")).isEqualTo(1);
    assertThat(recorded.family("udf_exceptions_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "udf_exceptions_total,exception=java.lang.UnsupportedOperationException,udf=asked",
                1.0));
  }

  @Test
  void theTimeOfACallIsInItsBucket() throws Exception {
    StreamTableEnvironment environment = environment();
    TableUdf.named("slow").sampleInterval(1).register(environment, new TableFunctions.Slow());

    rows(environment, "SELECT slow(id) FROM input");

    assertThat(ObservedBuckets.of(recorded, "udf_duration_seconds", "udf", "slow"))
        .containsExactlyInAnyOrderEntriesOf(Map.of(1.0, 3L));
  }

  @Test
  void theJobSaysHowManyCallsAreTimed() throws Exception {
    configuration.setString("pipeline.global-job-parameters", "streamgauge.udf.sample-interval:2");

    run(Map.of("plus", new TableFunctions.Plus()), "SELECT plus(id, id) FROM input", true);

    assertThat(recorded.sum("udf_duration_seconds", "udf", "plus")).isEqualTo(2);
  }

  @Test
  void switchedOffItRegistersNothingAndTheRowsAreTheSame() throws Exception {
    configuration.setString("pipeline.global-job-parameters", "streamgauge.enabled:false");

    Outcome outcome =
        run(
            Map.of("plus", new TableFunctions.Plus(), "words", new TableFunctions.Words()),
            "SELECT plus(id, 1) FROM input, LATERAL TABLE(words(s)) AS t(w, l)",
            true);

    assertThat(outcome.rows).containsExactly("+I[2]", "+I[2]", "+I[4]");
    assertThat(recorded.names()).isEmpty();
  }

  /** What fails a job that writes the one text that the query selects. */
  private Throwable failure(Map<String, UserDefinedFunction> functions, String query) {
    StreamTableEnvironment environment = environment();
    functions.forEach((name, function) -> TableUdf.named(name).register(environment, function));
    environment.executeSql(
        "CREATE TEMPORARY TABLE nowhere (text STRING) WITH ('connector' = 'blackhole')");
    return catchThrowable(() -> environment.executeSql("INSERT INTO nowhere " + query).await());
  }

  /**
   * Numbers from 1 on, more than are ever read: where a source has come to its end when the job
   * fails, Flink 1.20 at times tells that it could not say so to the source, and no other cause.
   */
  private static void addNumbers(
      StreamTableEnvironment tables, StreamExecutionEnvironment environment) {
    tables.createTemporaryView("numbers", environment.fromSequence(1, Long.MAX_VALUE - 1));
  }

  private Outcome run(Map<String, UserDefinedFunction> functions, String query, boolean isWrapped)
      throws Exception {
    StreamTableEnvironment environment = environment();
    functions.forEach(
        (name, function) -> {
          if (isWrapped) {
            TableUdf.named(name).register(environment, function);
          } else {
            environment.createTemporarySystemFunction(name, function);
          }
        });
    return new Outcome(environment.explainSql(query), rows(environment, query));
  }

  private StreamTableEnvironment environment() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    addNumbers(tables, environment);
    tables.createTemporaryView(
        "input",
        environment.fromData(
            List.of(
                Row.of(1, 7, "a b", new Integer[] {1, 2, 3}),
                Row.of(2, null, null, null),
                Row.of(3, 9, "", new Integer[0])),
            Types.ROW_NAMED(
                new String[] {"id", "n", "s", "ns"},
                Types.INT,
                Types.INT,
                Types.STRING,
                Types.OBJECT_ARRAY(Types.INT))),
        Schema.newBuilder()
            .column("id", DataTypes.INT().notNull())
            .column("n", DataTypes.INT())
            .column("s", DataTypes.STRING())
            .column("ns", DataTypes.ARRAY(DataTypes.INT()))
            .build());
    return tables;
  }

  @SuppressWarnings("try") // of closing, which may be interrupted
  private static List<String> rows(StreamTableEnvironment environment, String query)
      throws Exception {
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<Row> results = environment.executeSql(query).collect()) {
      results.forEachRemaining(row -> rows.add(row.toString()));
    }
    return rows;
  }

  private record Outcome(String plan, List<String> rows) {}
}
