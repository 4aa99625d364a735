package io.streamgauge.udf.call;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a function gives its result to: ends the call, then hands on.
 *
 * <p>A proxy, for Flink 2.1 has given {@code ResultFuture} a method with a type that Flink 1.20
 * does not have.
 */
final class CountedResult<O> implements InvocationHandler {

  /** The constructor of the proxies: {@code Proxy.newProxyInstance} looks it up at each call. */
  private static final MethodHandle PROXY = constructor();

  private final ResultFuture<O> result;
  private final PendingCall call;

  private CountedResult(ResultFuture<O> result, PendingCall call) {
    this.result = result;
    this.call = call;
  }

  @SuppressWarnings("unchecked")
  static <O> ResultFuture<O> of(ResultFuture<O> result, PendingCall call) {
    InvocationHandler handler = new CountedResult<>(result, call);
    try {
      return (ResultFuture<O>) (ResultFuture<?>) PROXY.invokeExact(handler);
    } catch (Throwable t) {
      throw new IllegalStateException("the JDK's proxy cannot be made", t);
    }
  }

  private static MethodHandle constructor() {
    Object any =
        Proxy.newProxyInstance(
            CountedResult.class.getClassLoader(),
            new Class<?>[] {ResultFuture.class},
            (proxy, method, arguments) -> null);
    try {
      return MethodHandles.publicLookup()
          .unreflectConstructor(any.getClass().getConstructor(InvocationHandler.class))
          .asType(MethodType.methodType(ResultFuture.class, InvocationHandler.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the JDK's proxies have another constructor", e);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (arguments != null && arguments.length == 1) {
      Object argument = arguments[0];
      if (argument instanceof Collection) {
        call.reply(argument);
        result.complete((Collection<O>) argument);
        return null;
      }
      if (argument instanceof Throwable) {
        call.fail((Throwable) argument);
        result.completeExceptionally((Throwable) argument);
        return null;
      }
      if (method.getName().equals("complete") && argument != null) {
        arguments[0] = counted(argument, method.getParameterTypes()[0]);
      }
    }
    return invoked(result, method, arguments);
  }

  /** A supplier that ends the call when Flink asks it, which after a time-out it does not do. */
  private Object counted(Object supplier, Class<?> type) {
    if (call.isEnded()) {
      call.succeed();
    }
    return CountedSupplier.of(type, supplier, call);
  }

  private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "equals":
        return arguments != null && proxy == arguments[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      default:
        return invoked(result, method, arguments);
    }
  }

  /** Calls a method, and throws what it throws. */
  static @Nullable Object invoked(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
