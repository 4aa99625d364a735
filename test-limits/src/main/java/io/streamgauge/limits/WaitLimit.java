package io.streamgauge.limits;

import java.time.Duration;

/** How long tests, and the processes that they start, wait for a condition before they fail. */
public final class WaitLimit {

  /** Far more than any condition needs: reaching it is a failure, not a slow machine. */
  public static final Duration LIMIT = Duration.ofMinutes(3);

  private WaitLimit() {}
}
