package io.streamgauge.limits;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes every {@code await()} fail after three minutes instead of Awaitility's ten seconds, which a
 * loaded machine exceeds. JUnit finds this class by itself.
 */
public final class WaitLimit implements LauncherSessionListener {

  /** Far more than any condition needs: reaching it is a failure, not a slow machine. */
  public static final Duration LIMIT = Duration.ofMinutes(3);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
