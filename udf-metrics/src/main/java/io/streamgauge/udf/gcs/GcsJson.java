package io.streamgauge.udf.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.streamgauge.udf.lookup.LoadException;
import io.streamgauge.udf.lookup.LoadFailure;
import io.streamgauge.udf.lookup.LookupData;
import io.streamgauge.udf.lookup.LookupSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document in Google Cloud Storage as the data of a lookup. It is downloaded when its
 * generation is not that which is held.
 *
 * <p>It is read with the application's default credentials, without any if there are none. Google's
 * client does not repeat requests by itself: the lookup asks again at its interval. Immutable: each
 * method returns another source.
 */
public final class GcsJson implements LookupSource<String, String> {

  private static final long serialVersionUID = 1;

  private static final long USUAL_MOST_BYTES = 64L << 20;
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  /** Where Google would be asked for a project that requests for objects do not need. */
  private static final String NO_PROJECT = "none";

  private final JsonShape shape;
  private final String bucket;
  private final String object;
  private @Nullable String endpoint;
  private boolean isWithoutCredentials;
  private @Nullable String userProject;
  private Duration timeout = USUAL_TIMEOUT;
  private long mostBytes = USUAL_MOST_BYTES;

  private transient volatile @Nullable Storage storage;

  /** Another object after each time that loads were abandoned. */
  private transient volatile @Nullable Object abandonment;

  private GcsJson(JsonShape shape, String bucket, String object) {
    this.shape = shape;
    this.bucket = filled("bucket", bucket);
    this.object = filled("object", object);
  }

  private GcsJson(GcsJson other) {
    shape = other.shape;
    bucket = other.bucket;
    object = other.object;
    endpoint = other.endpoint;
    isWithoutCredentials = other.isWithoutCredentials;
    userProject = other.userProject;
    timeout = other.timeout;
    mostBytes = other.mostBytes;
  }

  /**
   * A JSON object: its members are the entries. A text is taken as it is, a number as it is
   * written, another value as its JSON; a member that is null is no entry.
   */
  public static GcsJson map(String bucket, String object) {
    return new GcsJson(JsonShape.MAP, bucket, object);
  }

  /**
   * A JSON array: its elements are the keys, each with itself as its value; texts, numbers and
   * other values as those of {@link #map}.
   */
  public static GcsJson set(String bucket, String object) {
    return new GcsJson(JsonShape.SET, bucket, object);
  }

  private static String filled(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the " + what + " of a lookup in GCS must not be blank");
    }
    return text;
  }

  /** Where Cloud Storage is, if not where Google has it: a private endpoint, an emulator. */
  public GcsJson endpoint(URI newEndpoint) {
    GcsJson source = new GcsJson(this);
    source.endpoint = newEndpoint.toString();
    return source;
  }

  /** Reads without credentials: a public object, an emulator. */
  public GcsJson withoutCredentials() {
    GcsJson source = new GcsJson(this);
    source.isWithoutCredentials = true;
    return source;
  }

  /** The project that pays, where the bucket asks for one. */
  public GcsJson userProject(String project) {
    GcsJson source = new GcsJson(this);
    source.userProject = project;
    return source;
  }

  /**
   * How long a connection and each further answer may take; 10 seconds unless it is said. The whole
   * load is limited by the lookup.
   */
  public GcsJson timeout(Duration newTimeout) {
    if (newTimeout.toMillis() < 1 || newTimeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the timeout for " + path() + " must be 1 ms to 24 days, not " + newTimeout);
    }
    GcsJson source = new GcsJson(this);
    source.timeout = newTimeout;
    return source;
  }

  /**
   * How many bytes the document may have, unpacked; 64 MiB unless it is said. A larger one is a
   * failed load with the reason {@code other}.
   */
  public GcsJson mostBytes(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "the limit of bytes for " + path() + " must be at least 1, not " + most);
    }
    GcsJson source = new GcsJson(this);
    source.mostBytes = most;
    return source;
  }

  @Override
  public String path() {
    return "gs://" + bucket + '/' + object;
  }

  @Override
  public Optional<LookupData<String, String>> load(@Nullable String heldVersion)
      throws LoadException {
    Object before = abandonment;
    try {
      return load(opened(), heldVersion, () -> abandonment != before);
    } catch (RuntimeException e) {
      LoadException failure = GcsFailure.of(e);
      if (failure.reason() == LoadFailure.FORBIDDEN) {
        // Google's client looks for credentials once; there may be others by the next load.
        storage = null;
      }
      throw failure;
    }
  }

  private Optional<LookupData<String, String>> load(
      Storage opened, @Nullable String heldVersion, BooleanSupplier isAbandoned)
      throws LoadException {
    Blob found = find(opened);
    if (version(found).equals(heldVersion)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(opened, found, isAbandoned));
    } catch (StorageException e) {
      if (e.getCode() != 404) {
        throw e;
      }
      // It was replaced since it was found.
      return Optional.of(read(opened, find(opened), isAbandoned));
    }
  }

  private Blob find(Storage opened) throws LoadException {
    List<Storage.BlobGetOption> options = new ArrayList<>();
    options.add(Storage.BlobGetOption.fields(Storage.BlobField.GENERATION, Storage.BlobField.SIZE));
    if (userProject != null) {
      options.add(Storage.BlobGetOption.userProject(userProject));
    }
    Blob found =
        opened.get(BlobId.of(bucket, object), options.toArray(new Storage.BlobGetOption[0]));
    if (found == null) {
      throw new LoadException(LoadFailure.NOT_FOUND, "there is no such object");
    }
    if (found.getGeneration() == null || found.getSize() == null) {
      throw new LoadException(
          LoadFailure.MALFORMED, "it has no generation or size: is this Cloud Storage?");
    }
    return found;
  }

  private static String version(Blob found) {
    return Long.toString(found.getGeneration());
  }

  private LookupData<String, String> read(Storage opened, Blob found, BooleanSupplier isAbandoned)
      throws LoadException {
    byte[] content = download(opened, found, isAbandoned);
    try {
      return LookupData.of(shape.entries(content), version(found)).bytes(found.getSize());
    } catch (IOException e) {
      throw new LoadException(LoadFailure.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private byte[] download(Storage opened, Blob found, BooleanSupplier isAbandoned)
      throws LoadException {
    if (isAbandoned.getAsBoolean()) {
      throw new LoadException(LoadFailure.TIMEOUT, "the load was abandoned");
    }
    if (found.getSize() > mostBytes) {
      throw tooLong(found.getSize() + " bytes");
    }
    LimitedBytes bytes = new LimitedBytes(found.getSize(), mostBytes, isAbandoned);
    try {
      opened.downloadTo(BlobId.of(bucket, object, found.getGeneration()), bytes, downloadOptions());
    } catch (RuntimeException e) {
      if (bytes.isTooLong()) {
        throw tooLong("more, unpacked");
      }
      throw e;
    }
    return bytes.toByteArray();
  }

  private Storage.BlobSourceOption[] downloadOptions() {
    List<Storage.BlobSourceOption> options = new ArrayList<>();
    options.add(Storage.BlobSourceOption.shouldReturnRawInputStream(false));
    if (userProject != null) {
      options.add(Storage.BlobSourceOption.userProject(userProject));
    }
    return options.toArray(new Storage.BlobSourceOption[0]);
  }

  private LoadException tooLong(String found) {
    return new LoadException(
        LoadFailure.OTHER,
        "it may have " + mostBytes + " bytes, see GcsJson.mostBytes, and has " + found);
  }

  /** Two loads at once may both open one: no lock, for this may take its time. */
  private Storage opened() {
    Storage known = storage;
    if (known == null) {
      known = options().getService();
      storage = known;
    }
    return known;
  }

  private StorageOptions options() {
    int millis = Math.toIntExact(timeout.toMillis());
    HttpStorageOptions.Builder options =
        StorageOptions.http()
            .setProjectId(NO_PROJECT)
            .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setConnectTimeout(millis)
                    .setReadTimeout(millis)
                    .build());
    if (endpoint != null) {
      options.setHost(endpoint);
    }
    if (isWithoutCredentials) {
      options.setCredentials(NoCredentials.getInstance());
    }
    return options.build();
  }

  @Override
  public void abandonLoads() {
    abandonment = new Object();
  }

  @Override
  public void close() throws Exception {
    Storage opened = storage;
    storage = null;
    if (opened != null) {
      opened.close();
    }
  }
}
