package io.streamgauge.udf.call;

import io.streamgauge.udf.internal.meter.ClassNames;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the exceptions of the JDK's clients mean, unless the author of a job says otherwise. */
final class UsualRules {

  private static final int DEEPEST = 10;

  /**
   * The {@code query_canceled} of PostgreSQL (Appendix A of its manual), which is how a statement
   * ends that ran into its time limit.
   */
  private static final String QUERY_CANCELED = "57014";

  /**
   * SQLSTATEs of a connection that was there and is lost: connection_failure,
   * transaction_resolution_unknown and, of MySQL, communication link failure; admin_shutdown and
   * crash_shutdown of PostgreSQL. Not 08003, which each use of a connection gives that was lost
   * before.
   */
  private static final Set<String> CONNECTION_LOST =
      Set.of("08006", "08007", "08S01", "57P01", "57P02");

  private UsualRules() {}

  static Verdict of(Throwable failure) {
    Throwable cause = told(failure);
    if (isTimeout(cause)) {
      return Verdict.timeout();
    }
    if (isCancellation(cause)) {
      return Verdict.cancelled();
    }
    String state = sqlState(cause);
    return Verdict.failure(state == null ? ClassNames.of(cause) : state);
  }

  /**
   * What went wrong. The JDK's client of HTTP puts whatever it was into a bare {@code IOException},
   * for the sake of the stack trace.
   */
  private static Throwable told(Throwable failure) {
    Throwable told = ClassNames.cause(failure);
    Throwable cause = told.getCause();
    for (int depth = 0; depth < DEEPEST && isBare(told) && cause instanceof IOException; depth++) {
      told = cause;
      cause = told.getCause();
    }
    return told;
  }

  private static boolean isBare(Throwable failure) {
    return failure.getClass() == IOException.class;
  }

  private static boolean isTimeout(Throwable cause) {
    return cause instanceof TimeoutException
        || cause instanceof SocketTimeoutException
        || cause instanceof HttpTimeoutException
        || cause instanceof SQLTimeoutException
        || isTimeoutOfOkHttp(cause)
        || QUERY_CANCELED.equals(sqlState(cause))
        || hasNoReplyInTime(cause);
  }

  /** The limit on a whole call ends as an interrupt does, but for its message. */
  private static boolean isTimeoutOfOkHttp(Throwable cause) {
    return cause instanceof InterruptedIOException && "timeout".equals(cause.getMessage());
  }

  /** A driver whose socket has a time limit gives the connection up. */
  private static boolean hasNoReplyInTime(Throwable cause) {
    return cause instanceof SQLException && cause.getCause() instanceof SocketTimeoutException;
  }

  private static boolean isCancellation(Throwable cause) {
    return cause instanceof CancellationException
        || cause instanceof InterruptedException
        || cause instanceof InterruptedIOException
        || cause instanceof ClosedByInterruptException;
  }

  private static @Nullable String sqlState(Throwable cause) {
    String state = cause instanceof SQLException ? ((SQLException) cause).getSQLState() : null;
    return state == null || state.isBlank() ? null : state;
  }

  /** Who has closed a connection in the midst of a call, if an exception tells of that. */
  static @Nullable ConnectionEnd closedBy(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST && !wasNeverConnected(each); depth++) {
      if (isConnectionLost(each)) {
        return isOurDoing(each) ? ConnectionEnd.CLIENT : ConnectionEnd.PEER;
      }
      each = each.getCause();
    }
    return null;
  }

  private static boolean isConnectionLost(Throwable failure) {
    String state = sqlState(failure);
    if (state != null) {
      return CONNECTION_LOST.contains(state);
    }
    return failure instanceof SocketException
        || failure instanceof EOFException
        || failure instanceof ClosedChannelException
        || isReset(failure);
  }

  private static boolean wasNeverConnected(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof BindException;
  }

  /** Closed by another thread of the job's, by an interrupt, or given up by the driver. */
  private static boolean isOurDoing(Throwable failure) {
    return failure instanceof AsynchronousCloseException
        || "Socket closed".equals(failure.getMessage())
        || hasNoReplyInTime(failure);
  }

  /** Until Java 12, a reset is told by the message alone. */
  private static boolean isReset(Throwable failure) {
    String message = failure.getMessage();
    return failure.getClass() == IOException.class
        && message != null
        && (message.startsWith("Connection reset") || message.equals("Broken pipe"));
  }
}
