package io.streamgauge.reporter.internal.exposition;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Writes numbers as text into byte arrays, without allocating.
 *
 * <p>A double is written as the shortest decimal that reads back as the same double: {@code 3},
 * {@code 0.1}, {@code 1.5e-07}, {@code NaN}, {@code +Inf}, {@code -Inf}.
 */
final class NumberWriter {

  /** No number needs more bytes. */
  static final int MAX_LENGTH = 26;

  /** Powers of ten from which a decimal is written with an exponent. */
  private static final int EXPONENT_FROM = 17;

  /** The same for the canonical form: that of Go's {@code %g}. */
  private static final int CANONICAL_EXPONENT_FROM = 6;

  private static final int EXPONENT_BELOW = -4;

  private static final double INTEGERS_BELOW = 0x1p53;
  private static final long SIGN_BIT = Long.MIN_VALUE;

  private static final byte[] NOT_A_NUMBER = "NaN".getBytes(US_ASCII);
  private static final byte[] POSITIVE_INFINITY = "+Inf".getBytes(US_ASCII);
  private static final byte[] NEGATIVE_INFINITY = "-Inf".getBytes(US_ASCII);
  private static final byte[] SMALLEST_LONG = Long.toString(Long.MIN_VALUE).getBytes(US_ASCII);

  /** The two digits of each number below 100. */
  private static final byte[] PAIRS = new byte[200];

  static {
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
  }

  private NumberWriter() {}

  /**
   * Writes an integer.
   *
   * @return the index after its last byte
   */
  static int write(long value, byte[] target, int at) {
    if (value >= 0) {
      return writeDigits(value, target, at);
    }
    if (value == Long.MIN_VALUE) {
      return copy(SMALLEST_LONG, target, at);
    }
    target[at] = '-';
    return writeDigits(-value, target, at + 1);
  }

  /**
   * Writes the value of a sample.
   *
   * @return the index after its last byte
   */
  static int write(double value, byte[] target, int at) {
    long bits = Double.doubleToRawLongBits(value);
    if (Math.abs(value) < INTEGERS_BELOW && value == (long) value && bits != SIGN_BIT) {
      return write((long) value, target, at);
    }
    return writeReal(value, bits, target, at, EXPONENT_FROM);
  }

  /**
   * Writes the value of a {@code le} or {@code quantile} label in the form that OpenMetrics demands
   * and newer Prometheus servers bring it to: {@code 1.0}, {@code 0.005}, {@code 1e+06}. Another
   * form would make other series of them.
   *
   * @return the index after its last byte
   */
  static int writeCanonical(double value, byte[] target, int at) {
    long bits = Double.doubleToRawLongBits(value);
    int end = writeReal(value, bits, target, at, CANONICAL_EXPONENT_FROM);
    return Double.isNaN(value) || Double.isInfinite(value) || isMarkedAsReal(target, at, end)
        ? end
        : writePointZero(target, end);
  }

  private static boolean isMarkedAsReal(byte[] target, int at, int end) {
    for (int i = at; i < end; i++) {
      if (target[i] == '.' || target[i] == 'e') {
        return true;
      }
    }
    return false;
  }

  private static int writePointZero(byte[] target, int at) {
    target[at] = '.';
    target[at + 1] = '0';
    return at + 2;
  }

  private static int writeReal(double value, long bits, byte[] target, int at, int exponentFrom) {
    if (Double.isNaN(value)) {
      return copy(NOT_A_NUMBER, target, at);
    }
    if (Double.isInfinite(value)) {
      return copy(value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY, target, at);
    }
    int start = at;
    if (bits < 0) {
      target[start++] = '-';
    }
    if (value == 0) {
      target[start] = '0';
      return start + 1;
    }
    return writeDecimal(bits & ~SIGN_BIT, target, start, exponentFrom);
  }

  private static int writeDecimal(long bits, byte[] target, int at, int exponentFrom) {
    long digits = ShortestDecimal.digits(bits);
    int power = ShortestDecimal.powerOfTen(bits);
    if (digits % 100_000_000 == 0) {
      digits /= 100_000_000;
      power += 8;
    }
    while (digits % 10 == 0) {
      digits /= 10;
      power++;
    }
    int exponent = digitCount(digits) - 1 + power;
    if (exponent < EXPONENT_BELOW || exponent >= exponentFrom) {
      return writeWithExponent(digits, exponent, target, at);
    }
    if (exponent < 0) {
      return writeBelowOne(digits, exponent, target, at);
    }
    return power < 0
        ? writeWithPoint(digits, exponent + 1, target, at)
        : writeZeros(power, target, writeDigits(digits, target, at));
  }

  private static int writeWithExponent(long digits, int exponent, byte[] target, int at) {
    int end = digits < 10 ? writeDigits(digits, target, at) : writeWithPoint(digits, 1, target, at);
    target[end++] = 'e';
    target[end++] = (byte) (exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      target[end++] = '0';
    }
    return writeDigits(magnitude, target, end);
  }

  private static int writeBelowOne(long digits, int exponent, byte[] target, int at) {
    target[at] = '0';
    target[at + 1] = '.';
    return writeDigits(digits, target, writeZeros(-1 - exponent, target, at + 2));
  }

  /** Writes digits with a point after the first few. */
  private static int writeWithPoint(long digits, int pointAfter, byte[] target, int at) {
    int end = writeDigits(digits, target, at + 1);
    for (int i = at; i < at + pointAfter; i++) {
      target[i] = target[i + 1];
    }
    target[at + pointAfter] = '.';
    return end;
  }

  private static int writeZeros(int count, byte[] target, int at) {
    for (int i = at; i < at + count; i++) {
      target[i] = '0';
    }
    return at + count;
  }

  private static int writeDigits(long value, byte[] target, int at) {
    int end = at + digitCount(value);
    int i = end;
    long rest = value;
    while (rest >= 100_000_000) {
      long upper = rest / 100_000_000;
      int lower = (int) (rest - upper * 100_000_000);
      writePair(lower % 100, target, i - 2);
      writePair(lower / 100 % 100, target, i - 4);
      writePair(lower / 10_000 % 100, target, i - 6);
      writePair(lower / 1_000_000, target, i - 8);
      i -= 8;
      rest = upper;
    }
    int small = (int) rest;
    while (small >= 10) {
      writePair(small % 100, target, i - 2);
      small /= 100;
      i -= 2;
    }
    if (i > at) {
      target[at] = (byte) ('0' + small);
    }
    return end;
  }

  private static void writePair(int number, byte[] target, int at) {
    target[at] = PAIRS[2 * number];
    target[at + 1] = PAIRS[2 * number + 1];
  }

  private static int digitCount(long value) {
    int count = 1;
    long rest = value;
    while (rest >= 10_000) {
      rest /= 10_000;
      count += 4;
    }
    if (rest >= 100) {
      return rest >= 1000 ? count + 3 : count + 2;
    }
    return rest >= 10 ? count + 1 : count;
  }

  private static int copy(byte[] text, byte[] target, int at) {
    System.arraycopy(text, 0, target, at, text.length);
    return at + text.length;
  }
}
