package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.rest.RestAddress;
import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.OptionType;
import io.streamgauge.reporter.probe.ProbeOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The options of the probe {@code checkpoint-storage}; its {@code probe.properties} and a table in
 * {@code docs/configuration.md} are made of them.
 */
public final class StorageOptions {

  public static final ConfigOption<Boolean> ENABLED = ProbeOptions.enabled();

  public static final ConfigOption<Duration> INTERVAL = ProbeOptions.interval("3 min", "15 min");

  public static final ConfigOption<Duration> TIMEOUT = ProbeOptions.timeout("2 min", "1 min");

  public static final ConfigOption<URI> REST_URL = RestAddress.OPTION;

  public static final ConfigOption<Duration> LISTING_INTERVAL =
      ConfigOption.of("listing-interval", OptionType.DURATION)
          .defaultsTo("1 h")
          .example("6 h")
          .description(
              "Time between two listings of a job's checkpoint directory, for its number of files"
                  + " and its size.");

  public static final ConfigOption<Integer> LISTING_LIMIT =
      ConfigOption.of("listing-limit", OptionType.number("files"))
          .defaultsTo("1000000")
          .example("100000")
          .description(
              "How many files a listing may have; over it number and size are not published.");

  public static final ConfigOption<Integer> REQUESTS_LIMIT =
      ConfigOption.of("requests-limit", OptionType.number("requests"))
          .defaultsTo("2000")
          .example("500")
          .description(
              "How many files of a checkpoint are looked for at a time; the others follow at the"
                  + " next times, and the _metadata is always looked for.");

  public static final ConfigOption<Integer> METADATA_LIMIT =
      ConfigOption.of("metadata-limit", OptionType.MEGABYTES)
          .defaultsTo("64 MB")
          .example("16 MB")
          .description("How large a _metadata may be to be read.");

  public static final ConfigOption<Duration> CONFIRM_AFTER =
      ConfigOption.of("confirm-after", OptionType.DURATION)
          .defaultsTo("5 s")
          .example("15 s")
          .description(
              "Time after which a missing file is looked for again before it is said to be missing."
                  + " Must be longer than Flink's rest.cache.checkpoint-statistics.timeout, 3 s"
                  + " unless set.");

  public static final ConfigOption<Path> GCS_KEY_FILE =
      ConfigOption.of(
              "gcs.key-file",
              OptionType.text(
                  "path",
                  "it must be the path of a file that this process can read",
                  StorageOptions::readable))
          .secret()
          .example("/etc/streamgauge/reader.json")
          .description(
              "Google's credentials for gs://, as JSON; without it those of the environment are"
                  + " used (application default credentials). A file that cannot be read keeps the"
                  + " probe from starting.");

  public static final ConfigOption<URI> GCS_ENDPOINT =
      ConfigOption.of(
              "gcs.endpoint",
              OptionType.text(
                  "http or https URL",
                  "it must be like http://127.0.0.1:4443, without a user",
                  StorageOptions::url))
          .example("http://127.0.0.1:4443")
          .description(
              "An emulator of Cloud Storage, which is asked without credentials. A malformed one"
                  + " keeps the probe from starting.");

  public static final ProbeOptions ALL =
      ProbeOptions.of("checkpoint-storage", ConfigOption.declaredIn(StorageOptions.class));

  private StorageOptions() {}

  private static Optional<Path> readable(String text) {
    try {
      return Optional.of(Path.of(text))
          .filter(file -> Files.isReadable(file) && !Files.isDirectory(file));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<URI> url(String text) {
    try {
      return Optional.of(URI.create(text.replaceFirst("/$", "")))
          .filter(uri -> Set.of("http", "https").contains(String.valueOf(uri.getScheme())))
          .filter(uri -> uri.getHost() != null && uri.getUserInfo() == null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
