package io.streamgauge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.kafka.testing.FakeBroker;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.ProbeError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The polls of a cluster: their age, their failures, and those of other clusters. */
class ClusterPollTest extends ProbeOnFakeBrokers {

  @Test
  void clusterThatIsDown_delaysNoOther() throws Exception {
    groups("g");
    log(0, 100).committed("g", "in", 0, 60);
    context.configure("down.groups", "g");
    FakeBroker down =
        cluster("down").failing(ProbeError.UNREACHABLE, "cluster down: no broker answers");

    poll();

    assertThat(published("kafka_group_lag_records")).hasSize(1);
    assertThat(context.reports()).containsExactly("UNREACHABLE: cluster down: no broker answers");
    down.answering();
    poll();
    assertThat(context.reports()).hasSize(1);
  }

  @Test
  void misconfiguredCluster_costsOnlyItself() throws Exception {
    groups("g");
    context.configure("wrong.isolation", "serializable").configure("wrong.properties-file", "/x");
    log(0, 100).committed("g", "in", 0, 60);

    poll();

    assertThat(published("kafka_group_lag_records")).hasSize(1);
    assertThat(context.reports())
        .containsExactly(
            "CONFIGURATION: metrics.reporter.streamgauge.kafka.wrong.isolation: it must be"
                + " read_uncommitted or read_committed, found 'serializable'");
  }

  @Test
  void wrongListener_isReportedWhileTheOtherServersFail() throws Exception {
    groups("g");
    broker
        .misconfigured("127.0.0.1:1 speaks HTTP, not Kafka's protocol")
        .failing(ProbeError.UNREACHABLE, "cluster main: no broker answers");

    poll();

    assertThat(context.reports())
        .containsExactlyInAnyOrder(
            "UNREACHABLE: cluster main: no broker answers",
            "CONFIGURATION: cluster main: 127.0.0.1:1 speaks HTTP, not Kafka's protocol");
  }

  @Test
  void cycleAge_failingBroker_grows() throws Exception {
    groups("g");
    poll();
    broker.failing(ProbeError.UNREACHABLE, "cluster main: no broker answers");
    context.advance(Duration.ofSeconds(90));

    poll();

    assertThat(published("kafka_lag_cycle_age_seconds", context.now().toEpochMilli()))
        .containsOnly(Map.entry("{kafka_cluster=\"main\"}", 90.0));
    assertThat(published("kafka_lag_requests_total"))
        .containsOnly(Map.entry("{kafka_cluster=\"main\"}", 3.0));
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 86_400})
  void cycleAge_clockIsSet_staysTrue(long step) throws Exception {
    groups("g");
    poll();
    broker.failing(ProbeError.UNREACHABLE, "cluster main: no broker answers");
    context.advance(Duration.ofSeconds(90)).stepClock(Duration.ofSeconds(step));

    poll();

    assertThat(published("kafka_lag_cycle_age_seconds", context.now().toEpochMilli()))
        .containsOnly(Map.entry("{kafka_cluster=\"main\"}", 90.0));
  }

  @Test
  void clusterThread_errorInsideAPoll_pollsAgain() throws Exception {
    groups("g");
    log(0, 100).committed("g", "in", 0, 60);
    broker.throwing(new OutOfMemoryError("thrown by a test"));
    poll();
    assertThat(context.reports())
        .singleElement()
        .asString()
        .startsWith("INTERNAL: unexpected java.lang.OutOfMemoryError");
    broker.answering();

    poll();

    assertThat(published("kafka_group_lag_records")).hasSize(1);
  }

  @Test
  void failure_isReportedOnce() throws Exception {
    LiveMetric metric = context.add(SPLIT, "currentOffset", labels(0), 5L);
    broker.failing(ProbeError.UNREACHABLE, "cluster main: no broker answers");
    poll();
    context.remove(metric);

    poll();

    assertThat(context.reports()).hasSize(1);
  }

  @Test
  void cycle_beginsWhenTheLastHasEnded() throws Exception {
    groups("g");
    CountDownLatch gate = new CountDownLatch(1);
    broker.behind(gate);
    KafkaLagProbe probe = start();
    context.stepTicker(Duration.ofSeconds(100));

    probe.poll();
    await().until(() -> !broker.asked().isEmpty());
    probe.poll();

    assertThat(broker.asked()).containsExactly("committed");
    assertThat(context.reports())
        .containsOnly("TIMEOUT: cluster main: a cycle has not ended in time");
    gate.countDown();
  }
}
