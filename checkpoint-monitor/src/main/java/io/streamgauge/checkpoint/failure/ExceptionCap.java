package io.streamgauge.checkpoint.failure;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the series of a job's exceptions few: the first pairs of exception and origin keep their
 * names, all later ones are {@link #OTHER} with their origin. One for each job. Not thread-safe.
 */
public final class ExceptionCap {

  /** What stands for the exceptions that came too late. */
  public static final String OTHER = "other";

  /** How many pairs keep their names unless asked otherwise. */
  public static final int DEFAULT_LIMIT = 50;

  private final int limit;
  private final Map<Origin, Set<String>> known = new EnumMap<>(Origin.class);
  private int size;

  public ExceptionCap() {
    this(DEFAULT_LIMIT);
  }

  /**
   * A cap that has seen nothing.
   *
   * @param limit how many pairs keep their names
   */
  public ExceptionCap(int limit) {
    this.limit = limit;
  }

  /** The value of the label {@code exception}: the exception's name or {@link #OTHER}. */
  public String label(String exception, Origin origin) {
    Set<String> names = known.computeIfAbsent(origin, key -> new HashSet<>());
    if (names.contains(exception)) {
      return exception;
    }
    if (size == limit) {
      return OTHER;
    }
    names.add(exception);
    size++;
    return exception;
  }
}
