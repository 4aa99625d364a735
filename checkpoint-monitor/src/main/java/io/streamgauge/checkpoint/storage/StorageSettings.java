package io.streamgauge.checkpoint.storage;

import io.streamgauge.reporter.probe.Durations;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the user set for the probe. Immutable. */
final class StorageSettings {

  private static final String PREFIX = "metrics.reporter.streamgauge.checkpoint-storage.";
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern MEGABYTES = Pattern.compile("([1-9]\\d{0,3}) ?MB");
  private static final int MOST_MEGABYTES = 1_024;

  private final Duration listingInterval;
  private final int listingLimit;
  private final int requestsLimit;
  private final int metadataLimit;
  private final Duration confirmAfter;
  private final Optional<Path> keyFile;
  private final Optional<URI> endpoint;

  private StorageSettings(Map<String, String> set) throws ProbeException {
    this.listingInterval = duration(set, StorageOption.LISTING_INTERVAL);
    this.listingLimit = number(set, StorageOption.LISTING_LIMIT);
    this.requestsLimit = number(set, StorageOption.REQUESTS_LIMIT);
    this.metadataLimit = bytes(set, StorageOption.METADATA_LIMIT);
    this.confirmAfter = duration(set, StorageOption.CONFIRM_AFTER);
    this.keyFile = path(set, StorageOption.GCS_KEY_FILE);
    this.endpoint = url(set, StorageOption.GCS_ENDPOINT);
  }

  /**
   * Reads the settings.
   *
   * @param set the probe's keys and values; the host has set aside what is unknown or malformed by
   *     {@code probe.properties}
   * @throws ProbeException if a value is wrong nevertheless, with key and rule: without the key
   *     file or the emulator that the user named the probe would look elsewhere
   */
  static StorageSettings from(Map<String, String> set) throws ProbeException {
    return new StorageSettings(set);
  }

  private static String text(Map<String, String> set, StorageOption option) {
    return set.getOrDefault(option.key(), option.defaultValue()).trim();
  }

  private static Duration duration(Map<String, String> set, StorageOption option)
      throws ProbeException {
    String text = text(set, option);
    return Durations.parse(text).orElseThrow(() -> malformed(option.key(), Durations.RULE));
  }

  private static int number(Map<String, String> set, StorageOption option) throws ProbeException {
    String text = text(set, option);
    if (!NUMBER.matcher(text).matches()) {
      throw malformed(option.key(), "it must be a whole number from 1 to 999999999");
    }
    return Integer.parseInt(text);
  }

  private static int bytes(Map<String, String> set, StorageOption option) throws ProbeException {
    String text = text(set, option);
    Matcher megabytes = MEGABYTES.matcher(text);
    if (!megabytes.matches() || Integer.parseInt(megabytes.group(1)) > MOST_MEGABYTES) {
      throw malformed(option.key(), "it must be a size from 1 MB to 1024 MB");
    }
    return Math.min(Integer.parseInt(megabytes.group(1)) << 20, Integer.MAX_VALUE - 8);
  }

  private static Optional<Path> path(Map<String, String> set, StorageOption option)
      throws ProbeException {
    String text = set.get(option.key());
    if (text == null) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(text.trim());
      if (Files.isReadable(path) && !Files.isDirectory(path)) {
        return Optional.of(path);
      }
    } catch (InvalidPathException e) {
      // Said below, with the rule.
    }
    throw malformed(option.key(), "it must be the path of a file that this process can read");
  }

  private static Optional<URI> url(Map<String, String> set, StorageOption option)
      throws ProbeException {
    String text = set.get(option.key());
    if (text == null) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(text.trim().replaceFirst("/$", ""));
      if (Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // Said below, with the rule.
    }
    throw malformed(option.key(), "it must be like http://127.0.0.1:4443, without a user");
  }

  /** Without the value: it may have come from a file of secrets. */
  private static ProbeException malformed(String key, String rule) {
    return new ProbeException(ProbeError.CONFIGURATION, PREFIX + key + ": " + rule);
  }

  Duration listingInterval() {
    return listingInterval;
  }

  /** Number of files. */
  int listingLimit() {
    return listingLimit;
  }

  /** Number of files of one checkpoint that are looked for at a time. */
  int requestsLimit() {
    return requestsLimit;
  }

  /** In bytes. */
  int metadataLimit() {
    return metadataLimit;
  }

  Duration confirmAfter() {
    return confirmAfter;
  }

  Optional<Path> keyFile() {
    return keyFile;
  }

  Optional<URI> endpoint() {
    return endpoint;
  }
}
