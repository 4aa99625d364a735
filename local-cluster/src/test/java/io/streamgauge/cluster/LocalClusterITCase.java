package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class LocalClusterITCase {
  @ParameterizedTest
  @ValueSource(strings = {FlinkDistribution.OLDEST, FlinkDistribution.NEWEST})
  void aFlinkClusterStartsLosesATaskManagerAndGetsAnother(String version) {
    List<FlinkProcess> all;
    try (FlinkCluster cluster =
        FlinkCluster.builder().version(version).taskManagers(1).slots(2).start()) {
      assertThat(cluster.rest().taskManagers()).containsExactly("taskmanager-1");

      cluster.taskManagers().get(0).kill();
      cluster.startTaskManager();

      assertThat(cluster.rest().taskManagers()).contains("taskmanager-2");
      assertThat(cluster.processes())
          .extracting(FlinkProcess::name)
          .containsExactly("jobmanager", "taskmanager-2");
      all = List.copyOf(cluster.taskManagers());
    }
    assertThat(all).hasSize(2).noneMatch(FlinkProcess::isAlive);
  }

  @Test
  void aKafkaBrokerTakesTopics() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        KafkaTopics topics = KafkaTopics.of(broker)) {
      topics.create("rivers", 2);

      assertThat(topics.admin().listTopics().names().get()).contains("rivers");
    }
  }

  @Test
  @NeedsTool("prometheus")
  void aPrometheusAnswersQueries() {
    try (PrometheusServer server = PrometheusServer.builder().start()) {
      assertThat(server.query("1 + 1")).containsExactly(new PrometheusServer.Value(Map.of(), 2.0));
      assertThat(server.query("absent(nothing{a=\"b\"})"))
          .containsExactly(new PrometheusServer.Value(Map.of("a", "b"), 1.0));
      assertThat(server.targets()).isEmpty();
      assertThat(server.rules()).isEmpty();
    }
  }
}
