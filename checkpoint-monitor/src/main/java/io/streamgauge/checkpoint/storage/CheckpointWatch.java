package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.metadata.MetadataReader;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.Listing;
import io.streamgauge.checkpoint.store.StoredFile;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is known of the checkpoint of one job. */
final class CheckpointWatch {

  private final MonitoredJob job;
  private final StorageSettings settings;
  private final MetadataReader reader;
  private final Clock clock;
  private final LongSupplier ticker;
  private final CheckpointFiles files = new CheckpointFiles();

  /** The checkpoint whose files are known, and its {@code _metadata} as it was then. */
  private String knownFolder = "";

  private @Nullable StoredFile knownMetadata;
  private @Nullable Finding<Integer> missing;
  private @Nullable Finding<Long> inheritedMillis;
  private CheckpointsOfJob known = CheckpointsOfJob.NONE;
  private @Nullable Suspicion suspicion;

  /** The checkpoints in a row of which files were missing while each was the last one. */
  private final Set<String> incompleteAsLast = new HashSet<>();

  private long askedAt;
  private long lookedAt;
  private boolean wasLookedAt;
  private int unknownBefore;

  /** Where the file lies that was asked for last. */
  private String place = "";

  private @Nullable Listing listing;
  private @Nullable Finding<Listing> listed;
  private @Nullable Long listingDue;

  /** How long the next failure of a listing is waited after. */
  private Duration listingPause;

  /** A value and when it was found. */
  private static final class Finding<T> {

    private final T value;
    private final CheckpointFolder folder;
    private final long at;

    Finding(T value, CheckpointFolder folder, long at) {
      this.value = value;
      this.folder = folder;
      this.at = at;
    }
  }

  /** Files of a checkpoint that were not there when they were last looked for. */
  private static final class Suspicion {

    private final CheckpointFolder folder;
    private final List<String> missing;
    private final long atMillis;
    private final long at;

    Suspicion(CheckpointFolder folder, List<String> missing, long atMillis, long at) {
      this.folder = folder;
      this.missing = missing;
      this.atMillis = atMillis;
      this.at = at;
    }
  }

  CheckpointWatch(
      MonitoredJob job,
      StorageSettings settings,
      MetadataReader reader,
      Clock clock,
      LongSupplier ticker) {
    this.job = job;
    this.settings = settings;
    this.listingPause = shortestPause(settings);
    this.reader = reader;
    this.clock = clock;
    this.ticker = ticker;
  }

  MonitoredJob job() {
    return job;
  }

  /** Whether this was looked at longer ago than the other. */
  boolean isBefore(CheckpointWatch other) {
    if (!wasLookedAt || !other.wasLookedAt) {
      return !wasLookedAt && other.wasLookedAt;
    }
    return lookedAt - other.lookedAt < 0;
  }

  /**
   * Asks which checkpoint is the last one.
   *
   * @return its place, or nothing if there is none to be looked at
   */
  Optional<CheckpointFolder> ask(JobCheckpoints checkpoints)
      throws ProbeException, InterruptedException {
    askedAt = ticker.getAsLong();
    lookedAt = askedAt;
    wasLookedAt = true;
    known = checkpoints.of(job.id());
    Optional<LastCheckpoint> last = known.last();
    if (last.isEmpty()) {
      missing = null;
      listed = null;
      listing = null;
      suspicion = null;
    }
    if (last.filter(LastCheckpoint::isInherited).isEmpty()) {
      inheritedMillis = null;
    }
    return last.map(LastCheckpoint::folder);
  }

  /**
   * Looks for the files of the checkpoint that was last asked for.
   *
   * @param begin files that were seen since then are not looked for again
   */
  void look(Stores stores, Budget budget, long begin) throws ProbeException, InterruptedException {
    LastCheckpoint looked = known.last().orElse(null);
    if (looked == null) {
      return;
    }
    CheckpointFolder folder = looked.folder();
    confirm(folder, stores, budget);
    CheckpointStore store = storeOf(folder.metadata(), stores);
    Optional<StoredFile> metadata = store.find(folder.metadata());
    boolean isThere = metadata.isPresent() && know(folder, metadata.get(), store);
    if (!isThere) {
      forget(folder);
      files.missed(folder.metadata(), ticker.getAsLong());
      return;
    }
    files.seen(folder.metadata(), ticker.getAsLong());
    if (looked.isInherited()) {
      inheritedMillis = new Finding<>(metadata.get().modifiedMillis(), folder, ticker.getAsLong());
    }
    for (String each : files.due(settings.requestsLimit(), begin)) {
      if (budget.isSpent()) {
        return;
      }
      if (storeOf(each, stores).find(each).isPresent()) {
        files.seen(each, ticker.getAsLong());
      } else {
        files.missed(each, ticker.getAsLong());
      }
    }
  }

  /**
   * Confirms that files of a checkpoint are missing which is not the last one any more. They are if
   * Flink retains it and they are still not there. If Flink has deleted it meanwhile, they were if
   * it still was the last one when they were looked for; then the same must be true of two
   * checkpoints in a row.
   */
  private void confirm(CheckpointFolder last, Stores stores, Budget budget)
      throws ProbeException, InterruptedException {
    Suspicion open = suspicion;
    if (open == null || open.folder.path().equals(last.path())) {
      return;
    }
    boolean isAnswerLater = askedAt - open.at >= settings.confirmAfter().toNanos();
    if (isAnswerLater && known.retains(open.folder)) {
      int again = missedAgain(open, stores, budget);
      if (again > 0) {
        missing = new Finding<>(again, open.folder, ticker.getAsLong());
      }
    } else {
      confirmByTwo(open);
    }
    suspicion = null;
  }

  private boolean confirmByTwo(Suspicion open) {
    if (!known.wasLastAt(open.folder, open.atMillis)) {
      return false;
    }
    incompleteAsLast.add(open.folder.path());
    if (incompleteAsLast.size() < 2) {
      return false;
    }
    incompleteAsLast.clear();
    incompleteAsLast.add(open.folder.path());
    missing = new Finding<>(open.missing.size(), open.folder, ticker.getAsLong());
    return true;
  }

  private int missedAgain(Suspicion open, Stores stores, Budget budget)
      throws ProbeException, InterruptedException {
    int missed = 0;
    for (String each : open.missing) {
      if (budget.isSpent()) {
        break;
      }
      if (storeOf(each, stores).find(each).isEmpty()) {
        missed++;
      }
    }
    return missed;
  }

  /** A checkpoint may refer to files elsewhere: a changelog, or state that was claimed. */
  private CheckpointStore storeOf(String path, Stores stores) throws ProbeException {
    Optional<CheckpointFolder> url = CheckpointFolder.of(path);
    place = url.map(CheckpointFolder::place).orElse("");
    return stores.of(url.map(CheckpointFolder::scheme).orElse(""));
  }

  /** What is in trouble when a look fails: the place of the file that was asked for last. */
  String place() {
    return place;
  }

  /**
   * Learns which files a checkpoint refers to, unless that is known.
   *
   * @return whether its {@code _metadata} is still there
   */
  private boolean know(CheckpointFolder folder, StoredFile metadata, CheckpointStore store)
      throws ProbeException, InterruptedException {
    StoredFile known = knownMetadata;
    if (known != null && knownFolder.equals(folder.path()) && metadata.isSameAs(known)) {
      return true;
    }
    if (metadata.size() > settings.metadataLimit()) {
      throw new ProbeException(
          ProbeError.LIMIT,
          folder
              + "/_metadata has "
              + metadata.size()
              + " bytes, more than checkpoint-storage.metadata-limit allows to read");
    }
    Optional<byte[]> content = store.read(folder.metadata(), settings.metadataLimit());
    if (content.isEmpty()) {
      return false;
    }
    List<String> referred = new ArrayList<>();
    referred.add(folder.metadata());
    referred.addAll(reader.files(content.get(), folder.path()));
    files.replace(referred);
    knownFolder = folder.path();
    knownMetadata = metadata;
    return true;
  }

  /** Of a checkpoint without {@code _metadata} nobody knows to which files it refers. */
  private void forget(CheckpointFolder folder) {
    if (!knownFolder.equals(folder.path())) {
      files.replace(List.of(folder.metadata()));
      knownFolder = folder.path();
    }
    knownMetadata = null;
  }

  /**
   * Draws the conclusion of a look. A file is missing only if it was missed so long before Flink
   * was asked that the answer, which may be some seconds old, was given after that: then the
   * checkpoint that refers to it was the last one while the file was missed. Until that is certain
   * nothing is known. Files that this look did not reach are left to the next.
   *
   * @return whether it could be drawn; if not, a further look after a while may settle it
   */
  boolean conclude() {
    LastCheckpoint looked = known.last().orElse(null);
    if (looked == null) {
      return true;
    }
    suspicion = null;
    if (files.missing() == 0) {
      if (files.unknown() == 0) {
        missing = new Finding<>(0, looked.folder(), ticker.getAsLong());
        incompleteAsLast.clear();
      }
      return true;
    }
    int confirmed = confirmed();
    if (confirmed > 0) {
      missing = new Finding<>(confirmed, looked.folder(), ticker.getAsLong());
    } else if (missing != null && missing.value == 0) {
      missing = null;
    }
    List<String> missed = files.missedSince(askedAt);
    if (confirmed == missed.size()) {
      return true;
    }
    suspicion = new Suspicion(looked.folder(), missed, clock.millis(), ticker.getAsLong());
    return confirmByTwo(suspicion);
  }

  private int confirmed() {
    return files.missedAgain(askedAt, askedAt - settings.confirmAfter().toNanos());
  }

  /**
   * Complains when files remain that were never looked for, and they do not become fewer.
   *
   * @throws ProbeException with {@link ProbeError#LIMIT}
   */
  void requireProgress() throws ProbeException {
    int unknown = files.unknown();
    boolean isBehind = unknown > 0 && unknownBefore > 0 && unknown >= unknownBefore;
    unknownBefore = unknown;
    if (isBehind) {
      throw new ProbeException(
          ProbeError.LIMIT,
          "The checkpoints of job "
              + job.name()
              + " get new files faster than checkpoint-storage.requests-limit and the timeout allow"
              + " to look for them");
    }
  }

  /** Where the job's own folder lies, if it is time to list it. */
  Optional<CheckpointFolder> listingDue() {
    LastCheckpoint looked = known.last().orElse(null);
    if (looked == null || !looked.folder().ofJob().endsWith('/' + job.id())) {
      return Optional.empty();
    }
    Long due = listingDue;
    boolean isDue = listing != null || due == null || ticker.getAsLong() - due >= 0;
    return isDue ? Optional.of(looked.folder()) : Optional.empty();
  }

  /**
   * Lists the job's own folder as far as the budget reaches; goes on there the next time. One that
   * fails begins anew after a while, which is twice as long after each failure, up to the interval:
   * listings are what a store charges most for.
   */
  void list(CheckpointStore store, CheckpointFolder folder, Budget budget)
      throws ProbeException, InterruptedException {
    Listing pages = listing == null ? store.list(folder.ofJob()) : listing;
    listing = null;
    // Holds unless the listing gets further.
    listNotBefore(listingPause);
    boolean isMore = true;
    while (isMore && !budget.isSpent()) {
      isMore = advance(pages, folder);
    }
    if (isMore) {
      listing = pages;
    } else {
      listed = new Finding<>(pages, folder, ticker.getAsLong());
      listNotBefore(settings.listingInterval());
      listingPause = shortestPause(settings);
    }
  }

  private boolean advance(Listing pages, CheckpointFolder folder)
      throws ProbeException, InterruptedException {
    try {
      boolean isMore = pages.advance();
      requireWithinLimit(pages, folder);
      return isMore;
    } catch (ProbeException e) {
      if (e.reason() == ProbeError.LIMIT) {
        listingRefused();
      } else {
        listingPause = shorter(listingPause.multipliedBy(2), settings.listingInterval());
      }
      throw e;
    }
  }

  private static Duration shortestPause(StorageSettings settings) {
    return settings.listingInterval().dividedBy(10);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void requireWithinLimit(Listing pages, CheckpointFolder folder) throws ProbeException {
    if (pages.objects() > settings.listingLimit()) {
      throw new ProbeException(
          ProbeError.LIMIT,
          folder
              + ": the folder above it has more than "
              + settings.listingLimit()
              + " files, checkpoint-storage.listing-limit; they are not counted");
    }
  }

  private void listNotBefore(Duration time) {
    listingDue = ticker.getAsLong() + time.toNanos();
  }

  /** Does without a listing for an interval: not permitted, or too long. */
  void listingRefused() {
    listed = null;
    listNotBefore(settings.listingInterval());
  }

  /**
   * Adds what is known and not too old.
   *
   * @param validity how long a look is valid
   */
  void addTo(SeriesWriter ofJob, Duration validity) {
    valid(missing, validity)
        .ifPresent(
            found -> {
              SeriesWriter series = at(found.folder, ofJob);
              series.add("checkpoint_storage_present", found.value == 0 ? 1 : 0);
              series.add("checkpoint_storage_missing_objects", found.value.longValue());
            });
    valid(listed, validity.plus(settings.listingInterval()))
        .ifPresent(
            found -> {
              SeriesWriter series = at(found.folder, ofJob);
              series.add("checkpoint_storage_objects", found.value.objects());
              series.add("checkpoint_storage_bytes", found.value.bytes());
            });
    valid(inheritedMillis, validity)
        .ifPresent(found -> ofJob.add("checkpoint_restored_timestamp_seconds", found.value / 1e3));
  }

  private <T> Optional<Finding<T>> valid(@Nullable Finding<T> finding, Duration validity) {
    return Optional.ofNullable(finding)
        .filter(found -> ticker.getAsLong() - found.at <= validity.toNanos());
  }

  private static SeriesWriter at(CheckpointFolder folder, SeriesWriter ofJob) {
    return ofJob.with("scheme", folder.scheme()).with("bucket", folder.bucket());
  }
}
