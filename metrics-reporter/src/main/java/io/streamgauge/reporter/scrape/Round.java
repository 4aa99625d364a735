package io.streamgauge.reporter.scrape;

import java.util.ArrayList;
import java.util.List;

/** The requests that one reading of the values answers. */
final class Round {

  /** Guarded by the scraper's lock. */
  private final List<PendingBody> waiting = new ArrayList<>();

  /** When reading has to end, so that none of those who wait is late; by the nano clock. */
  private volatile long deadline;

  Round(long deadline) {
    this.deadline = deadline;
  }

  void join(PendingBody body, long now) {
    waiting.add(body);
    long asked = now + body.request().timeLimit().toNanos();
    if (asked - deadline < 0) {
      deadline = asked;
    }
  }

  List<PendingBody> waiting() {
    return waiting;
  }

  long deadline() {
    return deadline;
  }
}
