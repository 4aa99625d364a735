package io.streamgauge.checkpoint.store;

import io.streamgauge.reporter.probe.ProbeError;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Paths as they may be shown in messages. */
public final class PathText {

  /** Failures that a path shares with all others in its store. */
  private static final Set<ProbeError> OF_THE_STORE =
      EnumSet.of(
          ProbeError.CONFIGURATION,
          ProbeError.UNREACHABLE,
          ProbeError.UNAVAILABLE,
          ProbeError.THROTTLED,
          ProbeError.AUTHENTICATION);

  private static final Pattern STORE = Pattern.compile("(^[A-Za-z][A-Za-z0-9+.-]*:(?://[^/]*)?).*");

  /** Also one whose password has a slash. */
  private static final Pattern USER = Pattern.compile("//[^/@]*:(?:[^/]*|[^@]*)@");

  private PathText() {}

  /**
   * The path without {@code user:password@}, as in {@code s3a://user:password@bucket/a}. A name
   * without a password stays, as {@code abfs://} has its container there.
   */
  public static String withoutUser(String path) {
    return USER.matcher(path).replaceFirst("//");
  }

  /**
   * What a message names as failed: the store if the failure is one of the store, so that it is the
   * same message, and one log line, for all of its paths; else the path.
   */
  public static String subject(String path, ProbeError reason) {
    String safe = withoutUser(path);
    return OF_THE_STORE.contains(reason) ? STORE.matcher(safe).replaceFirst("$1") : safe;
  }
}
