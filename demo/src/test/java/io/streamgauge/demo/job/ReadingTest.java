package io.streamgauge.demo.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReadingTest {
  @Test
  void aReadingSurvivesItsText() {
    Reading reading = Reading.parse(new Reading("station-7", 1_700_000_000_123L, 250).text());

    assertThat(reading)
        .usingRecursiveComparison()
        .isEqualTo(new Reading("station-7", 1_700_000_000_123L, 250));
    assertThat(reading.isFault()).isFalse();
  }

  @Test
  void aFaultSurvivesItsText() {
    assertThat(Reading.parse(Reading.fault(5).text()).isFault()).isTrue();
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> Reading.parse("station-7,1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a reading: station-7,1");
  }
}
