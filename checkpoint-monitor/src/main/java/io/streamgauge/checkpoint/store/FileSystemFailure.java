package io.streamgauge.checkpoint.store;

import io.streamgauge.checkpoint.request.HttpStatus;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/**
 * What an exception of a file system means.
 *
 * <p>Flink's file systems live in class loaders of their own and have no exceptions in common, so
 * that their class names and, of S3, the status in their texts must do.
 */
final class FileSystemFailure {

  private static final Pattern STATUS = Pattern.compile("Status Code: (\\d{3})");
  private static final Pattern AUTHORIZATION = Pattern.compile("AccessDenied|AccessControl|Forbid");
  private static final Pattern AUTHENTICATION =
      Pattern.compile("Credential|Authentication|Unauthorized|NoAuth|KerberosAuth");
  private static final Pattern UNREACHABLE =
      Pattern.compile("UnknownHost|ConnectException|NoRouteToHost|SocketTimeout|ConnectTimeout");
  private static final Pattern THROTTLED = Pattern.compile("Throttl|SlowDown|TooManyRequests");

  private FileSystemFailure() {}

  /** Whether somebody wants the thread back. */
  static boolean isInterruption(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof InterruptedException
          || each instanceof ClosedByInterruptException
          || (each instanceof InterruptedIOException
              && !(each instanceof SocketTimeoutException))) {
        return true;
      }
    }
    return Thread.currentThread().isInterrupted();
  }

  /** The failure with its reason. Its text names classes alone: the rest may hold a secret. */
  static ProbeException of(String path, Throwable failure) {
    StringBuilder classes = new StringBuilder();
    ProbeError reason = ProbeError.UNAVAILABLE;
    boolean isKnown = false;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      classes.append(classes.length() == 0 ? ": " : ", by ").append(each.getClass().getName());
      ProbeError found = reason(each);
      if (!isKnown && found != ProbeError.UNAVAILABLE) {
        reason = found;
        isKnown = true;
      }
    }
    return new ProbeException(reason, PathText.subject(path, reason) + " cannot be read" + classes);
  }

  private static ProbeError reason(Throwable failure) {
    if (failure instanceof UnsupportedFileSystemSchemeException) {
      return ProbeError.CONFIGURATION;
    }
    String text = failure.getClass().getSimpleName() + ' ' + failure.getMessage();
    Matcher status = STATUS.matcher(text);
    if (status.find()) {
      return HttpStatus.reason(Integer.parseInt(status.group(1)));
    }
    String name = failure.getClass().getSimpleName();
    if (AUTHORIZATION.matcher(name).find()) {
      return ProbeError.AUTHORIZATION;
    }
    if (AUTHENTICATION.matcher(name).find()) {
      return ProbeError.AUTHENTICATION;
    }
    if (UNREACHABLE.matcher(name).find()) {
      return ProbeError.UNREACHABLE;
    }
    return THROTTLED.matcher(name).find() ? ProbeError.THROTTLED : ProbeError.UNAVAILABLE;
  }
}
