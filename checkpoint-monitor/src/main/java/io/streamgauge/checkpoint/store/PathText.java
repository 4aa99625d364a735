package io.streamgauge.checkpoint.store;

import java.util.regex.Pattern;

/** Paths as they may be told in messages. */
public final class PathText {

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
}
