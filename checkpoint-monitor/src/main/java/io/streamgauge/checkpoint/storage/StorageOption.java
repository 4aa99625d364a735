package io.streamgauge.checkpoint.storage;

/** The keys of the probe; the table in {@code docs/configuration.md} is made of them. */
public enum StorageOption {
  LISTING_INTERVAL(
      "listing-interval",
      "duration",
      "1 h",
      "6 h",
      "Time between two listings of a job's checkpoint directory, for its number of files and its"
          + " size."),
  LISTING_LIMIT(
      "listing-limit",
      "number of files",
      "1000000",
      "100000",
      "How many files a listing may have; over it number and size are not published."),
  REQUESTS_LIMIT(
      "requests-limit",
      "number of requests",
      "2000",
      "500",
      "How many files of a checkpoint are looked for at a time; the others follow at the next"
          + " times, and the _metadata is always looked for."),
  METADATA_LIMIT(
      "metadata-limit", "size in MB", "64 MB", "16 MB", "How large a _metadata may be to be read."),
  CONFIRM_AFTER(
      "confirm-after",
      "duration",
      "5 s",
      "15 s",
      "Time after which a missing file is looked for again before it is said to be missing. Must be"
          + " longer than Flink's rest.cache.checkpoint-statistics.timeout, 3 s unless set."),
  GCS_KEY_FILE(
      "gcs.key-file",
      "path",
      "none",
      "/etc/streamgauge/reader.json",
      "Google's credentials for gs://, as JSON; without it those of the environment are used"
          + " (application default credentials). A file that cannot be read keeps the probe from"
          + " starting."),
  GCS_ENDPOINT(
      "gcs.endpoint",
      "http or https URL",
      "none",
      "http://127.0.0.1:4443",
      "An emulator of Cloud Storage, which is asked without credentials. A malformed one keeps the"
          + " probe from starting.");

  private final String key;
  private final String type;
  private final String defaultValue;
  private final String example;
  private final String description;

  StorageOption(String key, String type, String defaultValue, String example, String description) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.example = example;
    this.description = description;
  }

  /** The key, behind {@code metrics.reporter.streamgauge.checkpoint-storage.}. */
  public String key() {
    return key;
  }

  public String type() {
    return type;
  }

  /** As the user would write it; {@code none} where there is none. */
  public String defaultValue() {
    return defaultValue;
  }

  public String example() {
    return example;
  }

  public String description() {
    return description;
  }
}
