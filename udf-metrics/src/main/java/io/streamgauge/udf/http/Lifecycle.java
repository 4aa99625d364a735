package io.streamgauge.udf.http;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The methods of a client that Java 21 has; before, they do nothing, as there by default. */
final class Lifecycle {

  private final HttpClient client;

  private Lifecycle(HttpClient client) {
    this.client = client;
  }

  static Lifecycle of(HttpClient client) {
    return new Lifecycle(client);
  }

  void shutdown() {
    Object unused = uninterrupted("shutdown");
  }

  void shutdownNow() {
    Object unused = uninterrupted("shutdownNow");
  }

  boolean isTerminated() {
    return Boolean.TRUE.equals(uninterrupted("isTerminated"));
  }

  boolean awaitTermination(Duration limit) throws InterruptedException {
    Class<?>[] parameters = {Duration.class};
    return !Boolean.FALSE.equals(called("awaitTermination", parameters, limit));
  }

  private @Nullable Object uninterrupted(String name) {
    try {
      return called(name, new Class<?>[0]);
    } catch (InterruptedException e) {
      throw new IllegalStateException("a method is interrupted that does not wait: " + name, e);
    }
  }

  /** What a method returns; null if there is none. */
  private @Nullable Object called(String name, Class<?>[] parameters, Object... arguments)
      throws InterruptedException {
    try {
      return HttpClient.class.getMethod(name, parameters).invoke(client, arguments);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public method is not: " + name, e);
    } catch (InvocationTargetException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable thrown) throws InterruptedException {
    if (thrown instanceof InterruptedException) {
      throw (InterruptedException) thrown;
    }
    if (thrown instanceof Error) {
      throw (Error) thrown;
    }
    return thrown instanceof RuntimeException
        ? (RuntimeException) thrown
        : new IllegalStateException(thrown);
  }
}
