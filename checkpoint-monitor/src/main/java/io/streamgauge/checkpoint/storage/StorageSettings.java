package io.streamgauge.checkpoint.storage;

import io.streamgauge.reporter.probe.OptionValues;
import io.streamgauge.reporter.probe.ProbeException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the user set for the probe. Immutable. */
final class StorageSettings {

  private final Duration listingInterval;
  private final int listingLimit;
  private final int requestsLimit;
  private final int metadataLimit;
  private final Duration confirmAfter;
  private final Optional<Path> keyFile;
  private final Optional<URI> endpoint;

  private StorageSettings(OptionValues values) throws ProbeException {
    this.listingInterval = values.get(StorageOptions.LISTING_INTERVAL);
    this.listingLimit = values.get(StorageOptions.LISTING_LIMIT);
    this.requestsLimit = values.get(StorageOptions.REQUESTS_LIMIT);
    this.metadataLimit = values.get(StorageOptions.METADATA_LIMIT);
    this.confirmAfter = values.get(StorageOptions.CONFIRM_AFTER);
    this.keyFile = values.find(StorageOptions.GCS_KEY_FILE);
    this.endpoint = values.find(StorageOptions.GCS_ENDPOINT);
  }

  /**
   * Reads the settings.
   *
   * @param set the probe's keys and values; the host has removed keys that are unknown or malformed
   * @throws ProbeException if a value is wrong nevertheless, with key and rule: without the key
   *     file or the emulator that the user named the probe would look elsewhere
   */
  static StorageSettings from(Map<String, String> set) throws ProbeException {
    return new StorageSettings(StorageOptions.ALL.read(set));
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
