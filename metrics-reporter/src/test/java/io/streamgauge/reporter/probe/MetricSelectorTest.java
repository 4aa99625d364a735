package io.streamgauge.reporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricSelectorTest {

  @Test
  void anExactSelectorTakesOneScopeAndName() {
    MetricSelector selector = MetricSelector.of("jobmanager", "numRunningJobs");

    assertThat(selector.selects("jobmanager", "numRunningJobs")).isTrue();
    assertThat(selector.selects("jobmanager.job", "numRunningJobs")).isFalse();
    assertThat(selector.selects("jobmanager", "taskSlotsTotal")).isFalse();
  }

  @Test
  void aSelectorByEndTakesWholePartsOfTheScope() {
    MetricSelector selector =
        MetricSelector.ending("KafkaSourceReader.topic.partition", "currentOffset");

    assertThat(
            selector.selects(
                "taskmanager.job.task.operator.KafkaSourceReader.topic.partition", "currentOffset"))
        .isTrue();
    assertThat(selector.selects("KafkaSourceReader.topic.partition", "currentOffset")).isTrue();
    assertThat(selector.selects("x.MyKafkaSourceReader.topic.partition", "currentOffset"))
        .isFalse();
    assertThat(selector.selects("x.KafkaSourceReader.topic.partition", "committedOffset"))
        .isFalse();
  }

  @Test
  void aSelectorOfAScopeTakesAllBelowIt() {
    MetricSelector selector = MetricSelector.within("taskmanager");

    assertThat(selector.selects("taskmanager", "any")).isTrue();
    assertThat(selector.selects("taskmanager.Status.JVM", "any")).isTrue();
    assertThat(selector.selects("taskmanagers", "any")).isFalse();
  }

  @Test
  void aSelectorTellsWhatItSelects() {
    assertThat(MetricSelector.of("jobmanager", "numRunningJobs"))
        .hasToString("jobmanager.numRunningJobs");
    assertThat(MetricSelector.ending("topic.partition", "currentOffset"))
        .hasToString("*.topic.partition.currentOffset");
    assertThat(MetricSelector.within("taskmanager")).hasToString("taskmanager.*");
  }
}
