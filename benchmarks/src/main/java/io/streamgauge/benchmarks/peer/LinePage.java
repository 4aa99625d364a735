package io.streamgauge.benchmarks.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/** Lines that are sent 64 KB at a time. */
final class LinePage {

  private static final int LENGTH = 64 << 10;
  private static final int LONGEST_LINE = 4 << 10;

  private final OutputStream out;
  private final byte[] bytes = new byte[LENGTH + LONGEST_LINE];
  private final byte[] digits = new byte[20];
  private int length;

  LinePage(OutputStream out) {
    this.out = out;
  }

  LinePage line(byte[] first, byte[] second, byte[] third, byte[] fourth) throws IOException {
    if (length >= LENGTH) {
      flush();
    }
    return part(first).part(second).part(third).part(fourth);
  }

  LinePage part(byte[] part) {
    System.arraycopy(part, 0, bytes, length, part.length);
    length += part.length;
    return this;
  }

  void end(double value) {
    if (value == (long) value && Math.abs(value) < 0x1p53) {
      appendInteger((long) value);
    } else {
      part(Double.toString(value).getBytes(US_ASCII));
    }
    bytes[length++] = '\n';
  }

  private void appendInteger(long value) {
    if (value < 0) {
      bytes[length++] = '-';
    }
    long rest = Math.abs(value);
    int at = digits.length;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    System.arraycopy(digits, at, bytes, length, digits.length - at);
    length += digits.length - at;
  }

  void flush() throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }
}
