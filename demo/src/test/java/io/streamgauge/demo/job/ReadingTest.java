package io.streamgauge.demo.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
  void aRemoteReadingSurvivesItsText() {
    Reading reading = Reading.parse(Reading.remote("late", 5, 7).text());

    assertThat(reading.isRemote()).isTrue();
    assertThat(reading.above(100).answered(404))
        .usingRecursiveComparison()
        .isEqualTo(answered(new Reading(reading.station, 5, 107), 404));
  }

  private static Reading answered(Reading reading, int status) {
    reading.status = status;
    return reading;
  }

  @Test
  void theFileThatHoldsTheJobSurvivesItsText() {
    Path gate = Path.of("some", "gate");

    Reading hold = Reading.parse(Reading.hold(gate, 5).text());

    assertThat(hold.isHold()).isTrue();
    assertThat(hold.gate()).isEqualTo(gate);
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> Reading.parse("station-7,1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a reading: station-7,1");
  }
}
