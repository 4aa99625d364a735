package io.streamgauge.udf.call;

import java.util.Locale;

/** Who closed a connection to the other side. */
public enum ConnectionEnd {
  /** The other side, or what lies between. */
  PEER,
  /** The job's own client, as at its end. */
  CLIENT;

  /** The value of the label {@code reason}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
