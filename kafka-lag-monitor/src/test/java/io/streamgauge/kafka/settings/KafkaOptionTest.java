package io.streamgauge.kafka.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.OptionTable;
import io.streamgauge.cluster.ProbeProperties;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the table of {@link KafkaOption}. */
class KafkaOptionTest {

  private static final Set<String> TYPES_OF_THE_HOST = Set.of("boolean", "duration", "number");

  @Test
  void theTableIsThatOfTheOptions() throws IOException {
    OptionTable table = OptionTable.named("kafka");
    for (KafkaOption each : KafkaOption.values()) {
      table.row(each.key(), each.type(), each.defaultValue(), each.example(), each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }

  @Test
  void theHostKnowsTheOptionsAndTheirTypes() throws IOException {
    assertThat(ProbeProperties.of("kafka-lag").keys())
        .isEqualTo(
            Arrays.stream(KafkaOption.values())
                .collect(
                    Collectors.toMap(KafkaOptionTest::declaredKey, KafkaOptionTest::declaredType)));
  }

  @Test
  void theHostKnowsTheClientProperties() throws IOException {
    Set<String> names = new TreeSet<>(AdminClientConfig.configNames());
    names.addAll(ConsumerConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    names.add("config.providers.*");

    assertThat(ProbeProperties.of("kafka-lag").get("names.*.properties.**").split(" "))
        .containsExactlyElementsOf(names);
  }

  private static String declaredKey(KafkaOption option) {
    return option.key().replace("<cluster>", "*").replaceAll("<(group|property)>", "**");
  }

  private static String declaredType(KafkaOption option) {
    if (option.type().contains("<operator>")) {
      return "sources";
    }
    String word = option.type().split(" ", -1)[0];
    return TYPES_OF_THE_HOST.contains(word) ? word : "text";
  }
}
