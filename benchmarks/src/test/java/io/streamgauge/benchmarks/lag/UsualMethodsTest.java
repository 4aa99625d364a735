package io.streamgauge.benchmarks.lag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsualMethodsTest {

  private static final long POLL = 30_000;

  private final PollTable table = new PollTable();
  private final EndRate rate = new EndRate();

  @Test
  void thePollTableInterpolatesBetweenPolls() {
    table.add(100, 0);
    table.add(130, POLL);
    table.add(190, 2 * POLL);

    assertThat(table.timeOf(115)).isEqualTo(15_000);
    assertThat(table.timeOf(160)).isEqualTo(45_000);
  }

  @Test
  void thePollTableExtrapolatesAlongTheWholeTable() {
    table.add(100, 0);
    table.add(130, POLL);
    table.add(160, 2 * POLL);

    assertThat(table.timeOf(40)).isEqualTo(-60_000);
  }

  @Test
  void anEndThatStaysMovesTheLastPoint() {
    table.add(100, 0);
    table.add(130, POLL);
    for (int poll = 2; poll <= 100; poll++) {
      table.add(130, poll * POLL);
    }

    assertThat(table.timeOf(130)).isEqualTo(100 * POLL);
    assertThat(table.timeOf(70)).isEqualTo(-200 * POLL + 100 * POLL);
  }

  @Test
  void theRateIsThatOfTheLastFivePolls() {
    rate.add(0, 0);
    for (int poll = 1; poll <= 5; poll++) {
      rate.add(1_000 + poll * 30, poll * POLL);
    }

    assertThat(rate.lag(60)).isEqualTo(60_000);
  }

  @Test
  void whileNothingComesInThereIsNoRate() {
    rate.add(100, 0);
    rate.add(100, POLL);

    assertThat(rate.lag(60)).isNaN();
  }
}
