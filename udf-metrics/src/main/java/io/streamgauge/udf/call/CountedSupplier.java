package io.streamgauge.udf.call;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * What Flink 2.1 and later takes a result from in the task's thread: the call ends when the result
 * was made, or could not be.
 */
final class CountedSupplier implements InvocationHandler {

  private final Object supplier;
  private final PendingCall call;

  private CountedSupplier(Object supplier, PendingCall call) {
    this.supplier = supplier;
    this.call = call;
  }

  /** A supplier of the given type, Flink's {@code CollectionSupplier}. */
  static Object of(Class<?> type, Object supplier, PendingCall call) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new CountedSupplier(supplier, call));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return CountedResult.invoked(supplier, method, arguments);
    }
    try {
      Object made = CountedResult.invoked(supplier, method, arguments);
      if (made == null) {
        call.succeed();
      } else {
        call.reply(made);
      }
      return made;
    } catch (Throwable t) {
      call.fail(t);
      throw t;
    }
  }
}
