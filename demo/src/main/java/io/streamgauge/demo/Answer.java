package io.streamgauge.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a remote station answers when it is asked about a reading. */
enum Answer {
  /** That it is so. */
  CONFIRMED(200),
  /** That it knows nothing of it. */
  UNKNOWN(404),
  /** That it has trouble of its own, whenever it is asked. */
  BROKEN(500),
  /** That it is so, when nobody waits for it any more. */
  LATE(200),
  /** Not at all. */
  NEVER(0);

  private final int status;

  Answer(int status) {
    this.status = status;
  }

  /** The HTTP status; 0 for none. */
  int status() {
    return status;
  }

  /** What the station is called. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** That of the station whose name ends in its label. */
  static Optional<Answer> of(String station) {
    return Arrays.stream(values()).filter(each -> station.endsWith("-" + each.label())).findFirst();
  }
}
