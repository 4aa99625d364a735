package io.streamgauge.udf.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByTopicTest {

  private final List<String> made = new ArrayList<>();
  private final ByTopic<String> topics =
      new ByTopic<>(
          topic -> {
            made.add(topic);
            return topic;
          });

  @Test
  void eachTopicHasOneMeter() {
    assertThat(List.of(topics.of("a"), topics.of("a"), topics.of("b"), topics.of("a")))
        .containsExactly("a", "a", "b", "a");
    assertThat(made).containsExactly("a", "b");
  }

  @Test
  void longTopics_areCut() {
    assertThat(topics.of("x".repeat(30_000))).hasSize(250);
  }

  @Test
  void topicsAfterTheFirstHundredShareOne() {
    for (int i = 0; i < 100; i++) {
      assertThat(topics.of("t" + i)).isEqualTo("t" + i);
    }

    assertThat(topics.of("t100")).isEqualTo("other");
    assertThat(topics.of("t101")).isEqualTo("other");
    assertThat(topics.of("t99")).isEqualTo("t99");
    assertThat(made).hasSize(101);
  }
}
