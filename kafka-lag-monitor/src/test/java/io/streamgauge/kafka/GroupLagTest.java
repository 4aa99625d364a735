package io.streamgauge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.probe.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lag of consumer groups, and the groups that are monitored. */
class GroupLagTest extends ProbeOnFakeBrokers {

  @Test
  void groupLag_isEndLessCommit() throws Exception {
    groups("g");
    broker
        .topic("in", "id", 3)
        .log("in", 0, 10, 100)
        .log("in", 1, 0, 5)
        .log("in", 2, 0, 9)
        .committed("g", "in", 0, 60)
        .committed("g", "in", 1, 5);

    poll();

    assertThat(published("kafka_committed_lag_records"))
        .containsOnly(Map.entry(ofGroup(0), 40.0), Map.entry(ofGroup(1), 0.0));
    assertThat(published("kafka_retention_margin_records")).containsEntry(ofGroup(0), 50.0);
    assertThat(published("kafka_partition_end_offset")).containsEntry(ofGroup(2), 9.0);
    assertThat(published("kafka_group_lag_records"))
        .containsOnly(Map.entry("{group=\"g\",kafka_cluster=\"main\"}", 40.0));
    assertThat(problems()).containsExactly("no_commit");
    assertThat(published("kafka_group_partitions"))
        .containsEntry("{group=\"g\",kafka_cluster=\"main\",status=\"ok\"}", 2.0)
        .containsEntry("{group=\"g\",kafka_cluster=\"main\",status=\"no_commit\"}", 1.0);
  }

  @Test
  void commitBeyondTheEnd_hasNoLag() throws Exception {
    groups("g");
    log(0, 100).committed("g", "in", 0, 200);

    poll();

    assertThat(published("kafka_committed_lag_records")).isEmpty();
    assertThat(problems()).containsExactly("recreated");
  }

  @Test
  void group_withoutCommits_hasNoLag() throws Exception {
    groups("g");
    log(0, 100);

    poll();

    assertThat(published("kafka_group_lag_records")).isEmpty();
    assertThat(published("kafka_group_lag_seconds_max")).isEmpty();
  }

  @Test
  void groupWithoutAnswer_isCountedAsUnknown() throws Exception {
    groups("g");
    broker.topic("in", "id", 2).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    poll();
    broker.silentAbout("g");

    poll();

    assertThat(published("kafka_group_partitions"))
        .containsOnly(Map.entry("{group=\"g\",kafka_cluster=\"main\",status=\"unknown\"}", 2.0));
    assertThat(context.reports())
        .containsExactly("UNAVAILABLE: cluster main: no answer about the committed offsets of g");
  }

  @Test
  void groupPatterns_areLookedUp() throws Exception {
    groups("orders-*");
    context.configure("main.groups-excluded", "orders-test");
    log(0, 100);
    broker.committed("orders-1", "in", 0, 60).committed("orders-test", "in", 0, 1);
    broker.committed("billing", "in", 0, 1);

    poll();

    assertThat(published("kafka_group_lag_records"))
        .containsOnly(Map.entry("{group=\"orders-1\",kafka_cluster=\"main\"}", 40.0));
  }

  @Test
  void groupsWithLongNames_areIgnoredAndReported() throws Exception {
    groups("*");
    log(0, 100).committed("g", "in", 0, 60);
    for (int i = 0; i < 100; i++) {
      broker.committed(i + "x".repeat(30_000), "in", 0, 60);
    }

    poll();

    assertThat(published("kafka_group_lag_records")).hasSize(1);
    assertThat(context.reports())
        .containsExactly(
            "LIMIT: cluster main: ignoring 100 groups whose names are longer than 500 characters;"
                + " groups-excluded can exclude them");
  }

  @Test
  void partitionsOverTheLimit_onlyGroupsArePublished() throws Exception {
    groups("g");
    context.configure("partitions-limit", "2");
    broker.topic("in", "id", 3).log("in", 0, 0, 100).committed("g", "in", 0, 60);

    poll();

    assertThat(published("kafka_committed_lag_records")).isEmpty();
    assertThat(published("kafka_group_lag_records")).hasSize(1);
    assertThat(context.reports()).singleElement().asString().startsWith("LIMIT: ");
  }

  @Test
  void jobManagerWithoutGroups_sendsNoRequest() throws Exception {
    context.as(Role.JOB_MANAGER);

    poll();

    assertThat(broker.asked()).isEmpty();
    assertThat(context.published("status").names()).isEmpty();
  }
}
