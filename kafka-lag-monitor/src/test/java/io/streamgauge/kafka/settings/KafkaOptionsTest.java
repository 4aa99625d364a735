package io.streamgauge.kafka.settings;

import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.testing.CommittedOptions;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** The files that are generated from {@link KafkaOptions}. */
class KafkaOptionsTest {

  @Test
  void configurationPage_hasTheTableOfTheOptions() throws IOException {
    CommittedOptions.assertTable("kafka", KafkaOptions.ALL.prefixed(), ConfigOption::key);
  }

  @Test
  void probeProperties_declareTheOptionsAndClientProperties() throws IOException {
    CommittedOptions.assertDeclaration(
        "kafka-lag-monitor",
        "kafka-lag",
        KafkaOptions.ALL.withNames(KafkaOptions.PROPERTIES, clientProperties()));
  }

  @Test
  void everyExampleIsValid() {
    CommittedOptions.assertValidExamples(KafkaOptions.ALL.all());
  }

  private static Set<String> clientProperties() {
    Set<String> names = new TreeSet<>(AdminClientConfig.configNames());
    names.addAll(ConsumerConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    names.add("config.providers.*");
    return names;
  }
}
