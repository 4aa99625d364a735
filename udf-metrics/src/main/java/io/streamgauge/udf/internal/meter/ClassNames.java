package io.streamgauge.udf.internal.meter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/** Names of classes as labels: the same in every process and at every start. */
public final class ClassNames {

  /** What the JDK and the usual generators append, and all that follows. */
  private static final Pattern GENERATED =
      Pattern.compile(
          "(\\$\\$(Lambda|EnhancerBy|FastClassBy|SpringCGLIB)|\\$ByteBuddy\\$|\\$HibernateProxy"
              + "|\\$MockitoMock|/0x|/[0-9]).*");

  private ClassNames() {}

  /**
   * The name of a class. A lambda is called by the class that it stands in and {@code lambda}, a
   * proxy of the JDK's by the first interface that it implements, a generated subclass by the class
   * that it extends.
   */
  public static String of(Class<?> type) {
    if (Proxy.isProxyClass(type) && type.getInterfaces().length > 0) {
      return type.getInterfaces()[0].getName();
    }
    String name = type.getName();
    String cleaned = GENERATED.matcher(name).replaceFirst("");
    return name.contains("$$Lambda") ? cleaned + " lambda" : cleaned;
  }

  /** The name of the class of what went wrong, without what only carries it. */
  public static String of(Throwable failure) {
    return of(cause(failure).getClass());
  }

  /**
   * What went wrong, without the exceptions that only carry it from a thread or a reflective call.
   */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < 10 && carries(cause); depth++) {
      Throwable carried = cause.getCause();
      if (carried == null) {
        break;
      }
      cause = carried;
    }
    return cause;
  }

  private static boolean carries(Throwable failure) {
    return failure instanceof CompletionException
        || failure instanceof ExecutionException
        || failure instanceof InvocationTargetException
        || failure instanceof UndeclaredThrowableException;
  }
}
