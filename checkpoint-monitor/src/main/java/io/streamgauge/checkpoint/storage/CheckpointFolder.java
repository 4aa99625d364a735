package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.store.PathText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of one checkpoint, for example {@code gs://bucket/flink/<job id>/chk-7}. Immutable.
 */
final class CheckpointFolder {

  private static final Pattern URL =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://([^/]*))?(/.*)");
  private static final Pattern USER = Pattern.compile("^[^@]*:.*@");

  private final String path;
  private final String scheme;
  private final String bucket;

  private CheckpointFolder(String path, String scheme, String bucket) {
    this.path = path;
    this.scheme = scheme;
    this.bucket = bucket;
  }

  /** The folder that Flink names; empty if the checkpoint lies in no folder, but in memory. */
  static Optional<CheckpointFolder> of(String path) {
    Matcher url = URL.matcher(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    if (!url.matches()) {
      return Optional.empty();
    }
    String authority = url.group(2) == null ? "" : url.group(2);
    return Optional.of(
        new CheckpointFolder(url.group(), url.group(1), USER.matcher(authority).replaceFirst("")));
  }

  /** As Flink names it, without a slash at its end. */
  String path() {
    return path;
  }

  /** For example {@code gs}. */
  String scheme() {
    return scheme;
  }

  /** The bucket, without a user; empty where the scheme has none. */
  String bucket() {
    return bucket;
  }

  String metadata() {
    return path + "/_metadata";
  }

  /** The job's folder, in which all its checkpoints lie. */
  String ofJob() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** What can be in trouble as a whole. */
  String place() {
    return scheme + "://" + bucket;
  }

  /** Without a user, for messages. */
  @Override
  public String toString() {
    return PathText.withoutUser(path);
  }
}
