package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That a standby takes over is tested where there are jobs: in integration-tests. */
@Tag("slow")
class HighAvailabilityITCase {
  @Test
  void aJobManagerIsStartedAnewAndTheTaskManagersFindIt() {
    ProcessHandle server;
    try (ZooKeeper zooKeeper = ZooKeeper.start();
        FlinkCluster cluster = FlinkCluster.builder().highAvailability(zooKeeper).start()) {
      server = zooKeeper.handle();
      FlinkProcess first = cluster.jobManager();

      FlinkProcess second = cluster.restartJobManager();

      assertThat(first.isAlive()).isFalse();
      assertThat(second).isNotSameAs(first).isSameAs(cluster.jobManager());
      assertThat(cluster.jobManagers()).containsExactly(first, second);
      assertThat(cluster.processes())
          .extracting(FlinkProcess::name)
          .containsExactly("jobmanager-2", "taskmanager-1");
      assertThat(cluster.rest().taskManagers()).containsExactly("taskmanager-1");
    }
    assertThat(server.isAlive()).isFalse();
  }
}
