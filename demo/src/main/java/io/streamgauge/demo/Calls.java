package io.streamgauge.demo;

/**
 * Readings about which remote stations are asked, by the answer, and what must come of them.
 *
 * @param confirmed those that the station says are so
 * @param unknown those of which it knows nothing
 * @param broken those with which it has trouble of its own: it is asked once more
 * @param late those to which it says something when nobody waits for it any more
 * @param never those to which it says nothing
 */
record Calls(long confirmed, long unknown, long broken, long late, long never) {
  static Calls in(Ledger ledger) {
    return new Calls(
        ledger.readingsOf(Answer.CONFIRMED),
        ledger.readingsOf(Answer.UNKNOWN),
        ledger.readingsOf(Answer.BROKEN),
        ledger.readingsOf(Answer.LATE),
        ledger.readingsOf(Answer.NEVER));
  }

  long readings() {
    return confirmed + unknown + broken + late + never;
  }

  long started() {
    return readings() + broken;
  }

  long failed() {
    return unknown + 2 * broken;
  }

  long timedOut() {
    return late + never;
  }
}
