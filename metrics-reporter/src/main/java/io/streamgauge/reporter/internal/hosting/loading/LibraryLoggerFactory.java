package io.streamgauge.reporter.internal.hosting.loading;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/**
 * The {@code org.slf4j.LoggerFactory} of libraries in nested jars: {@link ProbeClassLoader} defines
 * this class under that name, and is itself the factory.
 */
public final class LibraryLoggerFactory {

  private LibraryLoggerFactory() {}

  public static Logger getLogger(String name) {
    return getILoggerFactory().getLogger(name);
  }

  public static Logger getLogger(Class<?> type) {
    return getLogger(type.getName());
  }

  public static ILoggerFactory getILoggerFactory() {
    return (ILoggerFactory) LibraryLoggerFactory.class.getClassLoader();
  }
}
