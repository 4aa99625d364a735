package io.streamgauge.limits;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes every {@code await()} fail after {@link WaitLimit#LIMIT} instead of Awaitility's ten
 * seconds, which a loaded machine exceeds. JUnit finds this class by itself.
 */
public final class AwaitilityLimit implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(WaitLimit.LIMIT);
  }
}
