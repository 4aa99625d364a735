package io.streamgauge.kafka.cycle;

import java.util.Locale;

/** How the position of a source is known: values of the label {@code position_source}. */
enum PositionSource {
  /** The source tells it. */
  LIVE,
  /** The source told it before it was started anew in this process. */
  LAST,
  /** It is what the source's group has committed. */
  COMMITTED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
