package io.streamgauge.kafka.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.GeneratedSection;
import io.streamgauge.cluster.OptionTable;
import io.streamgauge.reporter.probe.ConfigOption;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** The files that are made of {@link KafkaOptions}. */
class KafkaOptionsTest {

  @Test
  void configurationPage_hasTheTableOfTheOptions() throws IOException {
    OptionTable table = OptionTable.named("kafka");
    for (ConfigOption<?> each : KafkaOptions.ALL.own()) {
      table.row(
          each.key(),
          each.type().description(),
          each.defaultText(),
          each.example(),
          each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }

  @Test
  void probeProperties_declareTheOptionsAndClientProperties() throws IOException {
    GeneratedSection section = GeneratedSection.declaring("kafka-lag-monitor", "kafka-lag");
    String declaration =
        KafkaOptions.ALL.withNames(KafkaOptions.PROPERTIES, clientProperties()).declaration();

    assertThat(section.comparedWith(declaration)).as("%s", section).isEqualTo(declaration);
  }

  @Test
  void everyExampleIsValid() {
    assertThat(KafkaOptions.ALL.all())
        .allSatisfy(each -> assertThat(each.type().isValid(each.example())).isTrue());
  }

  private static Set<String> clientProperties() {
    Set<String> names = new TreeSet<>(AdminClientConfig.configNames());
    names.addAll(ConsumerConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    names.add("config.providers.*");
    return names;
  }
}
