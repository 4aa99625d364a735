package io.streamgauge.udf.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.StorageException;
import io.streamgauge.udf.lookup.LoadException;
import io.streamgauge.udf.lookup.LoadFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** What an exception of Google's client means. */
final class GcsFailure {

  private GcsFailure() {}

  static LoadException of(RuntimeException failure) {
    int status = status(failure);
    if (status > 0) {
      return new LoadException(ofStatus(status), "HTTP status " + status, failure);
    }
    HttpResponseException refused = cause(failure, HttpResponseException.class);
    if (refused != null) {
      int code = refused.getStatusCode();
      return new LoadException(
          ofToken(code), "there is no token to be had, HTTP status " + code, failure);
    }
    return new LoadException(withoutAnswer(failure), root(failure).toString(), failure);
  }

  private static int status(RuntimeException failure) {
    return failure instanceof StorageException ? ((StorageException) failure).getCode() : 0;
  }

  private static LoadFailure ofStatus(int status) {
    switch (status) {
      case 401:
      case 403:
        return LoadFailure.FORBIDDEN;
      case 404:
        return LoadFailure.NOT_FOUND;
      case 408:
        return LoadFailure.TIMEOUT;
      case 429:
        return LoadFailure.THROTTLED;
      default:
        return status >= 500 ? LoadFailure.UNAVAILABLE : LoadFailure.OTHER;
    }
  }

  /** Whoever gives tokens refuses credentials with 400 too. */
  private static LoadFailure ofToken(int status) {
    return status == 400 || status == 404 ? LoadFailure.FORBIDDEN : ofStatus(status);
  }

  private static LoadFailure withoutAnswer(RuntimeException failure) {
    if (cause(failure, InterruptedIOException.class) != null) {
      return LoadFailure.TIMEOUT;
    }
    return cause(failure, IOException.class) == null ? LoadFailure.OTHER : LoadFailure.UNAVAILABLE;
  }

  private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      root = each;
    }
    return root;
  }
}
