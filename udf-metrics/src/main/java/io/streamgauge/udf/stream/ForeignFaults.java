package io.streamgauge.udf.stream;

import io.streamgauge.udf.SerializableFunction;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a schema throws though there is no fault in its message. */
final class ForeignFaults implements Serializable {

  private static final long serialVersionUID = 1;

  static final ForeignFaults USUAL = new ForeignFaults(null);

  private static final int MOST_CAUSES = 20;

  /** Of a task that is cancelled while its schema waits, and of a registry that is not reached. */
  private static final List<Class<? extends Exception>> TYPES =
      List.of(
          InterruptedException.class,
          ClosedByInterruptException.class,
          ConnectException.class,
          UnknownHostException.class,
          NoRouteToHostException.class,
          SocketTimeoutException.class,
          HttpTimeoutException.class);

  private final @Nullable SerializableFunction<Exception, Boolean> more;

  private ForeignFaults(@Nullable SerializableFunction<Exception, Boolean> more) {
    this.more = more;
  }

  static ForeignFaults usualAnd(SerializableFunction<Exception, Boolean> more) {
    return new ForeignFaults(more);
  }

  boolean include(Exception failure) {
    return Thread.currentThread().isInterrupted() || isUsual(failure) || isOneMore(failure);
  }

  private static boolean isUsual(Throwable failure) {
    boolean found = false;
    Throwable each = failure;
    for (int depth = 0; !found && each != null && depth < MOST_CAUSES; depth++) {
      found = hasType(each);
      each = each.getCause();
    }
    return found;
  }

  private static boolean hasType(Throwable failure) {
    return TYPES.stream().anyMatch(type -> type.isInstance(failure));
  }

  private boolean isOneMore(Exception failure) {
    try {
      return more != null && Boolean.TRUE.equals(more.apply(failure));
    } catch (RuntimeException e) {
      e.addSuppressed(failure);
      throw e;
    }
  }
}
