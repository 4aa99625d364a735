package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.demo.job.Reading;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void readingsOfAStationAndAWindowMakeOnePeak() {
    ledger.inTime(new Reading("a", 20_000, 1));
    ledger.inTime(new Reading("a", 29_999, 2));
    ledger.inTime(new Reading("a", 30_000, 3));
    ledger.inTime(new Reading("b", 20_000, 4));

    assertThat(ledger.readings()).isEqualTo(4);
    assertThat(ledger.peaksAt(60_000)).isEqualTo(3);
  }

  @Test
  void aWindowEndsOnlyWhenTheWatermarkHasPassedIt() {
    ledger.inTime(new Reading("a", 20_000, 1));

    assertThat(ledger.peaksAt(30_999)).isZero();
    assertThat(ledger.peaksAt(31_000)).isEqualTo(1);
  }

  @Test
  void aLateReadingCountsAndMakesNoPeak() {
    ledger.late();

    assertThat(ledger.readings()).isEqualTo(1);
    assertThat(ledger.peaksAt(Long.MAX_VALUE)).isZero();
  }

  @Test
  void whatIsNoReadingCountsAmongTheRecordsAlone() {
    ledger.inTime(new Reading("a", 20_000, 1));
    ledger.other();

    assertThat(ledger.readings()).isEqualTo(1);
    assertThat(ledger.records()).isEqualTo(2);
  }
}
