package io.streamgauge.kafka;

import static io.streamgauge.kafka.testing.RealKafka.present;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.limits.WaitLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The probe with two clusters, each a real broker. */
@Tag("slow")
class TwoClustersOnKafkaTest {

  private static RealKafka one;
  private static RealKafka other;

  private final ProbeUnderTest probe = new ProbeUnderTest();

  @BeforeAll
  static void startKafka() {
    one = RealKafka.start();
    other = RealKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    one.close();
    other.close();
  }

  @BeforeEach
  void watchBoth() {
    probe.cluster("one", one).configure("one.sources", "of-one/*").configure("one.groups", "*");
    probe.cluster("other", other).configure("other.sources", "of-other/*");
    probe.configure("other.groups", "*");
  }

  @AfterEach
  void stopProbe() throws Exception {
    probe.stop();
  }

  @Test
  void aTopicOfTheSameNameIsThatOfTheClusterThatTheSourceReads() throws Exception {
    Partition in = new Partition("in", 0);
    one.topic("in", 1).write(in, present(10)).commit("g", in, 1);
    other.topic("in", 1).write(in, present(500)).commit("g", in, 100);
    probe.source("of-one", in, 3);
    probe.source("of-other", in, 299);
    probe.source("of-neither", in, 7);

    probe.poll();

    assertThat(probe.ofCluster("one", "kafka_source_lag_records"))
        .containsOnly(entry("in-0 live", 6.0));
    assertThat(probe.ofCluster("other", "kafka_source_lag_records"))
        .containsOnly(entry("in-0 live", 200.0));
    assertThat(probe.ofCluster("one", "kafka_group_lag_records")).containsEntry("g", 9.0);
    assertThat(probe.ofCluster("other", "kafka_group_lag_records")).containsEntry("g", 400.0);
    assertThat(probe.published("kafka_source_partitions")).containsEntry("no_cluster", 1.0);
  }

  @Test
  void aClusterThatIsDownTellsWhyKeepsNoOtherWaitingAndComesBackByItself() throws Exception {
    Partition dotted = new Partition("a.b", 0);
    Partition underlined = new Partition("a_b", 0);
    one.topic("a.b", 1).write(dotted, present(10)).commit("down", dotted, 4);
    other.topic("a_b", 1).write(underlined, present(10)).commit("down", underlined, 6);
    AtomicLong read = probe.source("of-other", underlined, 5);
    probe.source("of-one", dotted, 5);
    probe.poll();
    assertThat(probe.reports()).isEmpty();
    one.broker().stop();
    other.write(underlined, present(5));
    read.set(7);

    Duration took = probe.poll();

    assertThat(took).isLessThan(ProbeUnderTest.HALF_TIMEOUT);
    assertThat(probe.reports()).hasSize(1).allMatch(each -> each.startsWith("UNREACHABLE: "));
    assertThat(probe.ofCluster("other", "kafka_source_lag_records"))
        .containsOnly(entry("a_b-0 live", 7.0));
    assertThat(probe.ofCluster("other", "kafka_group_lag_records")).containsEntry("down", 9.0);
    double age = ageOfOne();
    probe.advance(Duration.ofSeconds(45));
    assertThat(ageOfOne()).isGreaterThan(age + 44);

    one.broker().restart();
    one.write(dotted, present(20));
    Await.until("the lag of the cluster that is back", WaitLimit.LIMIT, () -> lagOfOne() == 24);

    assertThat(ageOfOne()).isLessThan(45);
    assertThat(probe.ofCluster("one", "kafka_group_lag_records")).containsEntry("down", 26.0);
    assertThat(probe.ofCluster("other", "kafka_source_lag_records"))
        .containsOnly(entry("a_b-0 live", 7.0));
  }

  private double ageOfOne() {
    return probe.ofCluster("one", "kafka_lag_cycle_age_seconds").getOrDefault("", -1.0);
  }

  private double lagOfOne() {
    try {
      probe.poll();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return probe.ofCluster("one", "kafka_source_lag_records").getOrDefault("a.b-0 live", -1.0);
  }
}
