package io.streamgauge.udf.lookup;

import java.util.Locale;

/** Why the data of a lookup could not be had. */
public enum LoadFailure {
  /** There is no such data. */
  NOT_FOUND,
  /** It may not be read with these credentials, or without any. */
  FORBIDDEN,
  /** The source asks for fewer requests. */
  THROTTLED,
  /** The source cannot be reached or cannot serve. */
  UNAVAILABLE,
  /** What came is not what it should be. */
  MALFORMED,
  /** It took too long. */
  TIMEOUT,
  /** Anything else. */
  OTHER;

  /** The value of the label {@code reason}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
