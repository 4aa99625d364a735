package io.streamgauge.checkpoint.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.StorageException;
import io.streamgauge.checkpoint.request.HttpStatus;
import io.streamgauge.checkpoint.request.LimitedBody;
import io.streamgauge.checkpoint.store.PathText;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an exception of Google's client means. Its text is not passed on: it may quote anything. */
final class GcsFailure {

  private GcsFailure() {}

  /** The HTTP status, or why there is none. */
  static String code(RuntimeException failure) {
    int status = status(failure);
    if (status > 0) {
      return Integer.toString(status);
    }
    NoAnswerException noAnswer = cause(failure, NoAnswerException.class);
    return noAnswer != null && noAnswer.isTimeout() ? "timeout" : reason(failure).label();
  }

  /** A request that failed. */
  static ProbeException of(String path, RuntimeException failure) {
    ProbeError reason = reason(failure);
    String subject = PathText.subject(path, reason);
    // A connection ends in several places, with an exception of its own in each.
    String root = reason == ProbeError.UNREACHABLE ? "" : ", " + root(failure);
    return new ProbeException(reason, subject + " cannot be read: " + code(failure) + root);
  }

  private static int status(RuntimeException failure) {
    return failure instanceof StorageException ? ((StorageException) failure).getCode() : 0;
  }

  private static ProbeError reason(RuntimeException failure) {
    int status = status(failure);
    if (status > 0) {
      return HttpStatus.reason(status);
    }
    if (cause(failure, LimitedBody.TooLongException.class) != null) {
      return ProbeError.LIMIT;
    }
    return cause(failure, NoAnswerException.class) == null
        ? ProbeError.INVALID_RESPONSE
        : ProbeError.UNREACHABLE;
  }

  /** A token that could not be had. */
  static ProbeException ofToken(IOException failure) {
    return new ProbeException(
        reasonOfToken(failure),
        "There is no token for gs:// to be had with these credentials: " + root(failure));
  }

  private static ProbeError reasonOfToken(IOException failure) {
    if (cause(failure, NoAnswerException.class) != null) {
      return ProbeError.UNREACHABLE;
    }
    HttpResponseException answer = cause(failure, HttpResponseException.class);
    int status = answer == null ? 0 : answer.getStatusCode();
    return status >= 500 || status == 429 ? HttpStatus.reason(status) : ProbeError.AUTHENTICATION;
  }

  private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      root = each;
    }
    return root.getClass().getSimpleName();
  }
}
