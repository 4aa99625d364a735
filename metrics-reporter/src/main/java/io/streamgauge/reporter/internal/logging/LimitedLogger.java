package io.streamgauge.reporter.internal.logging;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;

/**
 * A logger that passes on one line per cause and minute from INFO up. DEBUG and TRACE are passed on
 * as they are: whoever enables them wants every line.
 */
public final class LimitedLogger implements InvocationHandler {

  private final Logger logger;
  private final LogLimit limit;

  private LimitedLogger(Logger logger, LogLimit limit) {
    this.logger = logger;
    this.limit = limit;
  }

  /**
   * Wraps a logger. The interface of SLF4J 2 has more methods than that of SLF4J 1.7, hence a
   * proxy.
   */
  public static Logger of(Logger logger, LogLimit limit) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            new LimitedLogger(logger, limit));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.isDefault()) {
      // The fluent methods of SLF4J 2 end in one of the others.
      return MethodHandles.privateLookupIn(Logger.class, MethodHandles.lookup())
          .unreflectSpecial(method, Logger.class)
          .bindTo(proxy)
          .invokeWithArguments(arguments == null ? new Object[0] : arguments);
    }
    if (arguments != null && isLimited(method.getName())) {
      int message = arguments[0] instanceof Marker ? 1 : 0;
      String text = String.valueOf(arguments[message]);
      OptionalLong suppressed = limit.admit(logger.getName(), text);
      if (suppressed.isEmpty()) {
        return null;
      }
      arguments[message] = LogLimit.withCount(text, suppressed.getAsLong());
    }
    try {
      return method.invoke(logger, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private boolean isLimited(String method) {
    switch (method) {
      case "info":
        return logger.isInfoEnabled();
      case "warn":
        return logger.isWarnEnabled();
      case "error":
        return logger.isErrorEnabled();
      default:
        return false;
    }
  }
}
