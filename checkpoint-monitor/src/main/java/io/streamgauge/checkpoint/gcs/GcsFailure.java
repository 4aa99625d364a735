package io.streamgauge.checkpoint.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import io.streamgauge.checkpoint.request.LimitedBody;
import io.streamgauge.checkpoint.store.HttpStatus;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** What an exception of Google's client means. Its text is not passed on: it may quote anything. */
final class GcsFailure {

  private GcsFailure() {}

  /** The HTTP status, or why there is none. */
  static String code(StorageException failure) {
    if (failure.getCode() > 0) {
      return Integer.toString(failure.getCode());
    }
    if (cause(failure, SocketTimeoutException.class) != null) {
      return "timeout";
    }
    return reason(failure).label();
  }

  static ProbeException of(String path, StorageException failure) {
    return new ProbeException(
        reason(failure), path + " cannot be asked for, " + code(failure) + ": " + classes(failure));
  }

  private static ProbeError reason(StorageException failure) {
    if (failure.getCode() > 0) {
      return HttpStatus.reason(failure.getCode());
    }
    if (cause(failure, LimitedBody.TooLongException.class) != null) {
      return ProbeError.LIMIT;
    }
    if (isOfCredentials(failure)) {
      return ofCredentials(failure);
    }
    return cause(failure, com.fasterxml.jackson.core.JacksonException.class) == null
        ? ProbeError.UNREACHABLE
        : ProbeError.INVALID_RESPONSE;
  }

  /** Google's exceptions about tokens have a mark in common that the storage's have not. */
  private static boolean isOfCredentials(Throwable failure) {
    return cause(failure, Retryable.class) != null;
  }

  private static ProbeError ofCredentials(Throwable failure) {
    HttpResponseException answer = cause(failure, HttpResponseException.class);
    if (answer != null) {
      int status = answer.getStatusCode();
      return status >= 500 || status == 429 ? HttpStatus.reason(status) : ProbeError.AUTHENTICATION;
    }
    return cause(failure, SocketTimeoutException.class) == null
        ? ProbeError.AUTHENTICATION
        : ProbeError.UNREACHABLE;
  }

  private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }

  private static String classes(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }
}
