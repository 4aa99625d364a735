package io.streamgauge.reporter.internal.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNamesTest {

  @Test
  void prefix_flinkScope_isThatOfFlinksReporter() {
    assertThat(prefix(Map.of(), "taskmanager", "job", "task", "operator"))
        .isEqualTo("flink_taskmanager_job_task_operator_");
  }

  @Test
  void prefix_unknownCharacters_areUnderscores() {
    assertThat(prefix(Map.of(), "taskmanager", "Source: in (1/2)"))
        .isEqualTo("flink_taskmanager_Source:_in__1_2__");
  }

  @Test
  void prefix_keyOfVariableInFlinkScope_staysInTheName() {
    assertThat(prefix(Map.of("<topic>", "orders"), "taskmanager", "topic", "partition"))
        .isEqualTo("flink_taskmanager_topic_partition_");
  }

  @Test
  void prefix_groupStreamgauge_dropsTheScope() {
    assertThat(prefix(Map.of(), "taskmanager", "job", "task", "operator", "streamgauge"))
        .isEqualTo("streamgauge_");
  }

  @Test
  void prefix_groupsBelowStreamgauge_joinTheName() {
    assertThat(prefix(Map.of(), "taskmanager", "streamgauge", "http-client", "pool"))
        .isEqualTo("streamgauge_http_client_pool_");
  }

  @Test
  void prefix_keyOfVariableBelowStreamgauge_isDropped() {
    assertThat(prefix(Map.of("<target>", "db"), "taskmanager", "streamgauge", "target", "pool"))
        .isEqualTo("streamgauge_pool_");
  }

  @Test
  void prefix_streamgaugeIsKeyOfVariable_isFlinks() {
    assertThat(prefix(Map.of("<streamgauge>", "x"), "taskmanager", "streamgauge", "pool"))
        .isEqualTo("flink_taskmanager_streamgauge_pool_");
  }

  @Test
  void prefix_secondGroupStreamgauge_joinsTheName() {
    assertThat(prefix(Map.of(), "taskmanager", "streamgauge", "streamgauge"))
        .isEqualTo("streamgauge_streamgauge_");
  }

  @ParameterizedTest
  @CsvSource({
    "streamgauge_calls_total, true",
    "streamgauge_, true",
    "streamgauge, false",
    "streamgauges_total, false",
    "flink_taskmanager_streamgauge_calls, false",
    "Streamgauge_calls_total, false"
  })
  void isOurs_requiresThePrefix(String family, boolean expected) {
    assertThat(MetricNames.isOurs(family)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "streamgauge_build_info",
        "streamgauge_reporter_adjusted_total",
        "streamgauge_probe_up",
        "streamgauge_checkpoints_total",
        "streamgauge_checkpoint_storage_present",
        "streamgauge_job_state",
        "streamgauge_kafka_source_lag_records"
      })
  void isReserved_familyOfReporterOrProbe_isTrue(String family) {
    assertThat(MetricNames.isReserved(family)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "streamgauge_calls_total",
        "streamgauge_jobs",
        "streamgauge_my_kafka_lag",
        "flink_jobmanager_job_uptime",
        "job_state"
      })
  void isReserved_familyOfJob_isFalse(String family) {
    assertThat(MetricNames.isReserved(family)).isFalse();
  }

  @Test
  void dotted_joinsSanitizedParts() {
    assertThat(MetricNames.dotted(scope("taskmanager", "job", "my.group")))
        .isEqualTo("taskmanager.job.my_group");
  }

  @Test
  void sanitized_knownCharacters_isTheSameText() {
    String known = "azAZ09:_";

    assertThat(MetricNames.sanitized(known)).isSameAs(known);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.b-c d | a_b_c_d",
        "a/b@c[d`e{f | a_b_c_d_e_f",
        "größe | gr__e",
        "a😀b | a_b",
        "9lives | 9lives",
        "... | ___"
      })
  void sanitized_eachUnknownCodePoint_isOneUnderscore(String text, String expected) {
    assertThat(MetricNames.sanitized(text)).isEqualTo(expected);
  }

  private static String prefix(Map<String, String> variables, String... parts) {
    return MetricNames.prefix(scope(parts), variables);
  }

  private static String scope(String... parts) {
    return String.join(String.valueOf(MetricNames.SCOPE_DELIMITER), parts);
  }
}
