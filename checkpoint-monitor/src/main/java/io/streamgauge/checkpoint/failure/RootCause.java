package io.streamgauge.checkpoint.failure;

import java.util.List;

/**
 * The exception at the root of a failure: its class, and the classes of its frames. Immutable.
 *
 * <p>It holds nothing of an exception's message. Parts of names that change with each start of a
 * JVM are left out: {@code Foo$$Lambda$14/0x0000000800066840} is {@code Foo$$Lambda}, {@code
 * com.sun.proxy.$Proxy12} is {@code com.sun.proxy.$Proxy}.
 */
public final class RootCause {

  /** The class where none can be told. */
  public static final String UNKNOWN = "unknown";

  private final String exception;
  private final List<String> frames;

  private RootCause(String exception, List<String> frames) {
    this.exception = exception;
    this.frames = frames;
  }

  /**
   * The innermost cause in a stack trace.
   *
   * @param topClass the class of the outermost exception, as Flink's exception history has it
   * @param stackTrace as {@code Throwable.printStackTrace} writes it, perhaps cut off, perhaps
   *     empty
   */
  public static RootCause of(String topClass, String stackTrace) {
    String top = ClassNames.isName(topClass) ? topClass : "";
    return StackTrace.parse(top, stackTrace)
        .root()
        .map(link -> new RootCause(link.className(), List.copyOf(link.frames())))
        .orElseGet(() -> new RootCause(UNKNOWN, List.of()));
  }

  /** Name of the exception's class, 200 characters at most, or {@link #UNKNOWN}. */
  public String exception() {
    return exception;
  }

  /** Names of the classes on the stack, beginning with the one that threw; may be empty. */
  public List<String> frames() {
    return frames;
  }

  @Override
  public String toString() {
    return exception + (frames.isEmpty() ? "" : " at " + frames.get(0));
  }
}
