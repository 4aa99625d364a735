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
    ledger.late(new Reading("a", 20_000, 1));

    assertThat(ledger.readings()).isEqualTo(1);
    assertThat(ledger.readingsOf("a")).isEqualTo(1);
    assertThat(ledger.readingsOf("b")).isZero();
    assertThat(ledger.peaksAt(Long.MAX_VALUE)).isZero();
  }

  @Test
  void whatIsNoReadingCountsAmongTheRecordsAlone() {
    ledger.inTime(new Reading("a", 20_000, 1));
    ledger.aside();
    ledger.unreadable();

    assertThat(ledger.readings()).isEqualTo(1);
    assertThat(ledger.records()).isEqualTo(3);
    assertThat(ledger.recordsFiltered()).isEqualTo(2);
  }

  @Test
  void whatIsReadTwiceIsOneRecord() {
    ledger.aside();
    ledger.bytes(10);
    ledger.repeated(10);

    assertThat(ledger.records()).isEqualTo(1);
    assertThat(ledger.recordsRead()).isEqualTo(2);
    assertThat(ledger.recordsFiltered()).isEqualTo(2);
    assertThat(ledger.bytesRead()).isEqualTo(20);
  }

  @Test
  void aRemoteStationIsKnownByItsAnswer() {
    ledger.inTime(Reading.remote(Answer.BROKEN.label(), 20_000, 1));
    ledger.inTime(Reading.remote(Answer.NEVER.label(), 20_000, 1));

    Calls calls = Calls.in(ledger);

    assertThat(calls).isEqualTo(new Calls(0, 0, 1, 0, 1));
    assertThat(calls.started()).isEqualTo(3);
    assertThat(calls.failed()).isEqualTo(2);
    assertThat(calls.timedOut()).isEqualTo(1);
  }
}
