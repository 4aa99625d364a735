package io.streamgauge.reporter.internal.naming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkNamesTest {

  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

  @Test
  void familiesOfFlinkInTheCatalogue_areFlinks() throws IOException {
    try (InputStream catalogue = FlinkNames.class.getResourceAsStream("catalogue.tsv")) {
      Stream<String> families =
          new String(catalogue.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> line.startsWith("flink_"))
              .map(line -> line.replaceFirst("\t.*", ""));
      assertThat(families).isNotEmpty().allMatch(FlinkNames::isFlinks);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leftNumLateRecordsDropped",
        "lateRecordsDroppedRate",
        "numNullRowTimeRecordsDropped",
        "currentInput2Watermark",
        "counts_rocksdb_estimate_num_keys",
        "rocksdb_block_cache_hit",
        "counts_valueStateGetLatency",
        "asyncStateProcessing_numInFlightRecords",
        "cache_hitCount",
        "cache_missCount",
        "cache_loadCount",
        "cache_numLoadFailures",
        "cache_latestLoadTime",
        "cache_numCachedRecords",
        "cache_numCachedBytes",
        "topn_cache_hitRate",
        "topn_cache_size"
      })
  void metricOfAnOperator_isFlinks(String name) {
    assertThat(FlinkNames.isFlinks(OPERATOR + name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_17_totalTokens",
        "numRecordsInvalid",
        "my_numRecordsIn",
        "sessions",
        "cache_model_17",
        "my_cache_hitCount"
      })
  void metricOfAUser_isNotFlinks(String name) {
    assertThat(FlinkNames.isFlinks(OPERATOR + name)).isFalse();
  }

  @Test
  void metricOfAnEnumerator_isFlinksIfFlinkNamesIt() {
    String enumerator = "flink_jobmanager_job_operator_coordinator_enumerator_";

    assertThat(FlinkNames.isFlinks(enumerator + "unassignedSplits")).isTrue();
    assertThat(FlinkNames.isFlinks(enumerator + "mine")).isFalse();
  }
}
