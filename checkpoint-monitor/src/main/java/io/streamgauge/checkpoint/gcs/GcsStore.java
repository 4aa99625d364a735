package io.streamgauge.checkpoint.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.Listing;
import io.streamgauge.checkpoint.store.StoredFile;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Buckets of Google Cloud Storage. Asks for objects alone, never for a bucket's own attributes.
 *
 * <p>With Google's classes in a loader of their own, that loader is the thread's while they run.
 */
final class GcsStore implements CheckpointStore {

  private static final int OBJECTS_OF_A_PAGE = 1_000;

  private final Storage storage;
  private final Token token;
  private final RequestMeter meter;
  private final LongSupplier ticker;

  /** Buckets that were there when one of their objects was missed. */
  private final Set<String> seenBuckets = new HashSet<>();

  GcsStore(Storage storage, Token token, RequestMeter meter, LongSupplier ticker) {
    this.storage = storage;
    this.token = token;
    this.meter = meter;
    this.ticker = ticker;
  }

  /** What the credentials are exchanged for, and again when it is too old. */
  interface Token {

    /** Sees to it that there is a valid one. */
    void refresh() throws IOException;
  }

  @Override
  public Optional<StoredFile> find(String path) throws ProbeException, InterruptedException {
    BlobId id = BlobId.fromGsUtilUri(path);
    Blob found =
        ask(
            "stat",
            path,
            () ->
                storage.get(
                    id,
                    Storage.BlobGetOption.fields(
                        Storage.BlobField.SIZE, Storage.BlobField.UPDATED)));
    if (found == null) {
      requireBucket(id);
      return Optional.empty();
    }
    seenBuckets.add(id.getBucket());
    OffsetDateTime updated = found.getUpdateTimeOffsetDateTime();
    if (found.getSize() == null || updated == null) {
      throw new ProbeException(
          ProbeError.INVALID_RESPONSE, path + " has no size or time: is this Cloud Storage?");
    }
    return Optional.of(new StoredFile(found.getSize(), updated.toInstant().toEpochMilli()));
  }

  /**
   * Tells a missing bucket, which is an error, from a missing object, which the store answers with
   * the same status. Who may not list it is told of a bucket that exists.
   */
  private void requireBucket(BlobId missed) throws ProbeException, InterruptedException {
    if (seenBuckets.remove(missed.getBucket())) {
      return;
    }
    try {
      page(missed.getBucket(), missed.getName(), /* most= */ 1);
    } catch (ProbeException e) {
      if (e.reason() != ProbeError.AUTHORIZATION) {
        throw e;
      }
    }
    seenBuckets.add(missed.getBucket());
  }

  @Override
  public Optional<byte[]> read(String path, int limit) throws ProbeException, InterruptedException {
    byte[] content;
    try {
      content = ask("read", path, () -> storage.readAllBytes(BlobId.fromGsUtilUri(path)));
    } catch (ProbeException e) {
      if (e.reason() == ProbeError.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    if (content != null && content.length > limit) {
      throw new ProbeException(ProbeError.LIMIT, path + " has more than " + limit + " bytes");
    }
    return Optional.ofNullable(content);
  }

  @Override
  public Listing list(String folder) {
    BlobId id = BlobId.fromGsUtilUri(folder + '/');
    return new Pages(id.getBucket(), id.getName());
  }

  private Page<Blob> page(String bucket, String prefix, int most)
      throws ProbeException, InterruptedException {
    Page<Blob> page =
        ask(
            "list",
            "gs://" + bucket,
            () ->
                storage.list(
                    bucket,
                    Storage.BlobListOption.prefix(prefix),
                    Storage.BlobListOption.pageSize(most),
                    Storage.BlobListOption.fields(Storage.BlobField.NAME, Storage.BlobField.SIZE)));
    return answered("gs://" + bucket, page);
  }

  private static <T> T answered(String path, @Nullable T answer) throws ProbeException {
    if (answer == null) {
      throw new ProbeException(ProbeError.INVALID_RESPONSE, path + " is answered with nothing");
    }
    return answer;
  }

  private <T> @Nullable T ask(String operation, String path, Supplier<@Nullable T> question)
      throws ProbeException, InterruptedException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(GcsStore.class.getClassLoader());
    try {
      token.refresh();
      return measured(operation, question);
    } catch (IOException e) {
      throwIfInterrupted(path);
      throw GcsFailure.ofToken(e);
    } catch (RuntimeException e) {
      throwIfInterrupted(path);
      throw GcsFailure.of(path, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private <T> @Nullable T measured(String operation, Supplier<@Nullable T> question) {
    long begin = ticker.getAsLong();
    String code = "200";
    try {
      T answer = question.get();
      code = answer == null ? "404" : code;
      return answer;
    } catch (RuntimeException e) {
      code = GcsFailure.code(e);
      throw e;
    } finally {
      meter.ended(operation, code, ticker.getAsLong() - begin);
    }
  }

  private static void throwIfInterrupted(String path) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(path);
    }
  }

  /** The JDK's client has nothing to be closed; its thread ends when nobody refers to it. */
  @Override
  public void close() {}

  /** The objects below a prefix. */
  private final class Pages implements Listing {

    private final String bucket;
    private final String prefix;
    private @Nullable Page<Blob> last;
    private long objects;
    private long bytes;

    Pages(String bucket, String prefix) {
      this.bucket = bucket;
      this.prefix = prefix;
    }

    @Override
    public boolean advance() throws ProbeException, InterruptedException {
      Page<Blob> previous = last;
      Page<Blob> next =
          previous == null
              ? page(bucket, prefix, OBJECTS_OF_A_PAGE)
              : answered("gs://" + bucket, ask("list", "gs://" + bucket, previous::getNextPage));
      for (Blob each : next.getValues()) {
        objects++;
        bytes += each.getSize() == null ? 0 : each.getSize();
      }
      last = next;
      return next.hasNextPage();
    }

    @Override
    public long objects() {
      return objects;
    }

    @Override
    public long bytes() {
      return bytes;
    }
  }
}
