package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.ZooKeeper;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups are looked at where Flink's leader is, and nowhere else. */
@MatrixOnly
@Tag("slow")
class KafkaStandbyITCase {

  private static final String GROUP = "group";
  private static final String TOPIC = "topic";

  @ParameterizedTest
  @ValueSource(strings = {FlinkDistribution.NEWEST, FlinkDistribution.OLDEST})
  void aStandbyAsksNoBrokerUntilItLeads(String version) {
    try (ZooKeeper zooKeeper = ZooKeeper.start();
        LagStage stage =
            LagStage.start(version, List.of(GROUP), it -> it.highAvailability(zooKeeper))) {
      FlinkProcess leader = stage.jobManager();
      FlinkProcess standby = stage.cluster().startStandbyJobManager();
      stage.createTopics(TOPIC);
      stage.send(TOPIC, 100);
      stage.commit(GROUP, TOPIC, 60);
      double before = stage.await("the lag", leader, TOPIC, it -> it.committedIs(40)).requests();

      // Some cycles of the leader are some that the standby would have had.
      stage.await("requests", leader, TOPIC, it -> it.requests() > before + 20);
      assertThat(PublishedLag.of(standby, TOPIC).isOfProbe()).isFalse();

      leader.kill();
      stage.await("the lag", standby, TOPIC, it -> it.committedIs(40));
      assertThat(FlinkLogs.complaints(standby)).isEmpty();
    }
  }
}
