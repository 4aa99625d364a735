package io.streamgauge.reporter.probe;

import java.util.Locale;

/** Why a probe failed: the values of the label {@code reason}, each registered at 0. */
public enum ProbeError {
  /** Its classes cannot be loaded. */
  LOAD,
  /** A call took longer than the probe's time limit. */
  TIMEOUT,
  /** A key is missing or wrong. */
  CONFIGURATION,
  /** A metric filter removes a metric that it requires. */
  FILTERED,
  /** What it looks at does not answer: name unknown, connection refused, no reply. */
  UNREACHABLE,
  /** What it looks at answers that it cannot serve at present, as with HTTP 503. */
  UNAVAILABLE,
  /** What it looks at asks for fewer requests, as with HTTP 429. */
  THROTTLED,
  /** Credentials are missing or refused. */
  AUTHENTICATION,
  /** The credentials do not permit it. */
  AUTHORIZATION,
  /** What it should look at does not exist. */
  NOT_FOUND,
  /** An answer that cannot be understood. */
  INVALID_RESPONSE,
  /** A limit on the number of series, requests or partitions is reached. */
  LIMIT,
  /** An exception that the probe did not expect. */
  INTERNAL;

  /** The value of the label {@code reason}, for example {@code not_found}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
