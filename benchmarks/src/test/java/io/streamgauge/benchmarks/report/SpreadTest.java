package io.streamgauge.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void theMiddleOfAnOddNumberIsTheMedian() {
    assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(1, 4, 9));
  }

  @Test
  void theMeanOfTheTwoInTheMiddleOfAnEvenNumberIsTheMedian() {
    assertThat(Spread.of(List.of(9.0, 1.0, 4.0, 5.0))).isEqualTo(new Spread(1, 4.5, 9));
  }

  @Test
  void nothingHasNoSpread() {
    assertThat(Spread.of(List.of()).isKnown()).isFalse();
  }
}
