package io.streamgauge.udf.call;

import io.streamgauge.udf.meter.ClassNames;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
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

  /** SQLSTATEs of a connection that was there and is closed, of SQL and of PostgreSQL. */
  private static final Set<String> CONNECTION_LOST =
      Set.of("08003", "08006", "08007", "57P01", "57P02", "57P03");

  private UsualRules() {}

  static Verdict of(Throwable failure) {
    Throwable cause = ClassNames.cause(failure);
    if (isTimeout(cause)) {
      return Verdict.timeout();
    }
    if (cause instanceof CancellationException
        || cause instanceof InterruptedException
        || cause instanceof InterruptedIOException
        || cause instanceof ClosedByInterruptException) {
      return Verdict.cancelled();
    }
    String state = sqlState(cause);
    return Verdict.failure(state == null ? ClassNames.of(cause) : state);
  }

  private static boolean isTimeout(Throwable cause) {
    return cause instanceof TimeoutException
        || cause instanceof SocketTimeoutException
        || cause instanceof HttpTimeoutException
        || cause instanceof SQLTimeoutException
        || QUERY_CANCELED.equals(sqlState(cause));
  }

  private static @Nullable String sqlState(Throwable cause) {
    return cause instanceof SQLException ? ((SQLException) cause).getSQLState() : null;
  }

  /** Whether an exception tells that the other side closed a connection in the midst of a call. */
  static boolean tellsOfClosedConnection(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      boolean isClosed =
          each instanceof SocketException
              || each instanceof EOFException
              || each instanceof ClosedChannelException;
      if (isClosed && !isOurs(each)) {
        return true;
      }
      String state = sqlState(each);
      if (state != null && CONNECTION_LOST.contains(state)) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  /** Of a connection that never was, or that an interrupt of ours closed. */
  private static boolean isOurs(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof ClosedByInterruptException;
  }
}
