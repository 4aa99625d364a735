package io.streamgauge.udf.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** What all proxies of JDBC's objects have in common: each is equal to itself alone. */
abstract class Counted implements InvocationHandler {

  private final Wrapper target;

  Counted(Wrapper target) {
    this.target = target;
  }

  /** An object of the interface that does what this says. */
  final <T> T as(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(Counted.class.getClassLoader(), new Class<?>[] {type}, this));
  }

  @Override
  @SuppressWarnings("NullAway") // Of these methods, each has the argument that it has.
  public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "equals":
        return proxy == arguments[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      case "unwrap":
        return unwrapped(proxy, (Class<?>) arguments[0]);
      case "isWrapperFor":
        return isWrapperFor(proxy, (Class<?>) arguments[0]);
      default:
        return called(proxy, method, arguments);
    }
  }

  /** Does what the method does, and counts. */
  abstract @Nullable Object called(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable;

  /** Does what the method does, and throws what it throws. */
  final @Nullable Object invoked(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private Object unwrapped(Object proxy, Class<?> type) throws SQLException {
    if (type.isInstance(proxy)) {
      return proxy;
    }
    return type.isInstance(target) ? target : target.unwrap(type);
  }

  private boolean isWrapperFor(Object proxy, Class<?> type) throws SQLException {
    return type.isInstance(proxy) || type.isInstance(target) || target.isWrapperFor(type);
  }
}
