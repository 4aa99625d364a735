package io.streamgauge.reporter.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void oneLine_lineBreaksAndControlCharacters_areEscaped() {
    assertThat(LogText.oneLine("orders\n2026-01-01 ERROR forged\r\u001b[2J\u2028\u202ex\u0085"))
        .isEqualTo("orders\\n2026-01-01 ERROR forged\\r\\u001b[2J\\u2028\\u202ex\\u0085");
  }

  @Test
  void oneLine_ordinaryText_isKept() {
    assertThat(LogText.oneLine("Größe: 5 µs \t→ \uD83D\uDE00"))
        .isEqualTo("Größe: 5 µs \t→ \uD83D\uDE00");
  }

  @Test
  void oneLine_longText_isCutAndSaysSo() {
    assertThat(LogText.oneLine("x".repeat(30_000)))
        .hasSizeLessThan(LogText.MAX_LENGTH + 50)
        .endsWith("x... (30000 characters)");
  }

  @Test
  void oneLine_exception_namesCausesWithoutLineBreaks() {
    Throwable failure =
        new IllegalStateException("outer\nforged", new IllegalArgumentException("inner"));

    assertThat(LogText.oneLine(failure))
        .isEqualTo(
            "java.lang.IllegalStateException: outer\\nforged; caused by"
                + " java.lang.IllegalArgumentException: inner");
  }

  @Test
  void exceptionWhoseMethodsThrow_isStillDescribed() {
    Throwable hostile = new HostileError();

    assertThat(LogText.oneLine(hostile)).isEqualTo(HostileError.class.getName());
    assertThat(LogText.frames(hostile))
        .isEqualTo("\n\t(no stack trace: java.lang.OutOfMemoryError)");
  }

  private static final class HostileError extends Error {

    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("of a test");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new OutOfMemoryError("of a test");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new OutOfMemoryError("of a test");
    }
  }
}
