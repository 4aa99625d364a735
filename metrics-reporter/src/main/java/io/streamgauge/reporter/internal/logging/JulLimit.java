package io.streamgauge.reporter.internal.logging;

import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Limits the lines that classes of one class loader, and of those below it, write to {@code
 * java.util.logging}. Its loggers belong to the whole JVM: lines of other copies of the same
 * library pass as they are.
 */
public final class JulLimit implements AutoCloseable {

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final LogLimit limit;

  /** Null when closed: another filter may still refer to ours. */
  private volatile @Nullable ClassLoader libraries;

  /** The JVM itself holds its loggers weakly, and would lose the filter. */
  private final Set<Logger> loggers = ConcurrentHashMap.newKeySet();

  /**
   * Creates a limit that applies to no logger yet.
   *
   * @param libraries the class loader whose classes are limited, and those of the class loaders
   *     below it
   */
  public JulLimit(ClassLoader libraries, LogLimit limit) {
    this.libraries = libraries;
    this.limit = limit;
  }

  /** Limits the logger of this name, by convention the name of the class that uses it. */
  public void limit(String name) {
    Logger logger = Logger.getLogger(name);
    if (loggers.add(logger)) {
      logger.setFilter(new LibraryFilter(withoutClosed(logger.getFilter())));
    }
  }

  /** Restores the earlier filters of the loggers; a later filter stays. */
  @Override
  public void close() {
    libraries = null;
    loggers.forEach(each -> each.setFilter(withoutClosed(each.getFilter())));
    loggers.clear();
  }

  private static boolean isOrIsBelow(@Nullable ClassLoader loader, ClassLoader ancestor) {
    ClassLoader each = loader;
    while (each != null && each != ancestor) {
      each = each.getParent();
    }
    return each != null;
  }

  private static @Nullable Filter withoutClosed(@Nullable Filter filter) {
    Filter open = filter;
    while (open instanceof LibraryFilter && ((LibraryFilter) open).isClosed()) {
      open = ((LibraryFilter) open).before;
    }
    return open;
  }

  /** Suppresses lines of our libraries, after the filter that was there before. */
  private final class LibraryFilter implements Filter {

    private final @Nullable Filter before;

    LibraryFilter(@Nullable Filter before) {
      this.before = before;
    }

    boolean isClosed() {
      return libraries == null;
    }

    @Override
    public boolean isLoggable(LogRecord line) {
      if (before != null && !before.isLoggable(line)) {
        return false;
      }
      if (line.getLevel().intValue() < Level.INFO.intValue() || !isFromLibraries()) {
        return true;
      }
      String message = String.valueOf(line.getMessage());
      OptionalLong suppressed = limit.admit(String.valueOf(line.getLoggerName()), message);
      suppressed.ifPresent(count -> line.setMessage(LogLimit.withCount(message, count)));
      return suppressed.isPresent();
    }

    /** Whether the class that called the logger, the first one outside the JDK, is of a library. */
    private boolean isFromLibraries() {
      ClassLoader open = libraries;
      return open != null
          && STACK.walk(
              frames ->
                  frames
                      .map(frame -> frame.getDeclaringClass())
                      .filter(each -> each != LibraryFilter.class && each != JulLimit.class)
                      .filter(each -> !each.getName().startsWith("java."))
                      .findFirst()
                      .map(each -> isOrIsBelow(each.getClassLoader(), open))
                      .orElse(false));
    }
  }
}
