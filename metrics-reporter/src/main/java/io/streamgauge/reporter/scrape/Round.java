package io.streamgauge.reporter.scrape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The requests that one reading of the values answers. Guarded by the scraper's lock. */
final class Round {

  private final List<PendingBody> waiting = new ArrayList<>();
  private Duration limit;

  Round(Duration limit) {
    this.limit = limit;
  }

  void join(PendingBody body) {
    waiting.add(body);
    Duration asked = body.request().timeLimit();
    if (asked.compareTo(limit) < 0) {
      limit = asked;
    }
  }

  List<PendingBody> waiting() {
    return waiting;
  }

  /** How long reading may take, so that none of those who wait is late. */
  Duration limit() {
    return limit;
  }
}
