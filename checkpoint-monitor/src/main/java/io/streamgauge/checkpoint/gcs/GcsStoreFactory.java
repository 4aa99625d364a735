package io.streamgauge.checkpoint.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.StorageOptions;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.checkpoint.store.StoreFactory;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens Google Cloud Storage, to be read alone. */
public final class GcsStoreFactory implements StoreFactory {

  private static final String READ_ONLY = "https://www.googleapis.com/auth/devstorage.read_only";

  /** Where Google is asked for a project that requests for objects do not need. */
  private static final String NO_PROJECT = "none";

  @Override
  public CheckpointStore open(StoreAccess access) throws ProbeException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(GcsStoreFactory.class.getClassLoader());
    try {
      JdkTransport transport =
          new JdkTransport(access.limit(), access.mostBytes(), access.ticker());
      Credentials credentials = credentials(access, () -> transport);
      return new GcsStore(
          options(access, transport, credentials).getService(),
          token(credentials),
          access.meter(),
          access.ticker());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static GcsStore.Token token(Credentials credentials) {
    // Those that are none have a token too, and refuse to tell it.
    return credentials instanceof GoogleCredentials
        ? ((GoogleCredentials) credentials)::refreshIfExpired
        : () -> {};
  }

  private static StorageOptions options(
      StoreAccess access, JdkTransport transport, Credentials credentials) {
    int millis = Math.toIntExact(access.limit().toMillis());
    HttpStorageOptions.Builder options =
        StorageOptions.http()
            .setProjectId(NO_PROJECT)
            .setCredentials(credentials)
            // A store that asks for fewer requests, or cannot serve, is to be seen as it is.
            .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setHttpTransportFactory(() -> transport)
                    .setConnectTimeout(millis)
                    .setReadTimeout(millis)
                    .build());
    access.endpoint().map(URI::toString).ifPresent(options::setHost);
    return options.build();
  }

  private static Credentials credentials(StoreAccess access, HttpTransportFactory transports)
      throws ProbeException {
    if (access.endpoint().isPresent()) {
      return NoCredentials.getInstance();
    }
    return access.keyFile().isPresent()
        ? ofFile(access.keyFile().get(), transports)
        : ofEnvironment(transports);
  }

  private static Credentials ofFile(Path file, HttpTransportFactory transports)
      throws ProbeException {
    try (InputStream key = Files.newInputStream(file)) {
      return readOnly(GoogleCredentials.fromStream(key, transports));
    } catch (IOException | RuntimeException e) {
      // Its text may quote the file. The path is the value of a key that the log hides.
      throw new ProbeException(
          ProbeError.CONFIGURATION,
          "metrics.reporter.streamgauge.checkpoint-storage.gcs.key-file: it must be a file with"
              + " Google's credentials; the one that it names cannot be read: "
              + e.getClass().getSimpleName());
    }
  }

  private static Credentials ofEnvironment(HttpTransportFactory transports) throws ProbeException {
    try {
      return readOnly(GoogleCredentials.getApplicationDefault(transports));
    } catch (IOException | RuntimeException e) {
      throw new ProbeException(
          ProbeError.AUTHENTICATION,
          "There are no application default credentials for gs://; set"
              + " metrics.reporter.streamgauge.checkpoint-storage.gcs.key-file, or give the"
              + " machine or pod a service account: "
              + e.getClass().getSimpleName());
    }
  }

  /** A key is not exchanged again and again in one poll; the next one does it. */
  private static Credentials readOnly(GoogleCredentials credentials) {
    GoogleCredentials scoped = credentials.createScoped(READ_ONLY);
    return scoped instanceof ServiceAccountCredentials
        ? ((ServiceAccountCredentials) scoped).createWithCustomRetryStrategy(false)
        : scoped;
  }
}
