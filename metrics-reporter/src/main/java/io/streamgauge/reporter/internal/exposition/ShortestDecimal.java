package io.streamgauge.reporter.internal.exposition;

import java.math.BigInteger;

/**
 * The shortest decimal that reads back as a given double, and of those of that length the closest.
 *
 * <p>The algorithm is Schubfach (Raffaele Giulietti, <em>The Schubfach way to render doubles</em>,
 * 2021). A double <em>c</em> 2<sup><em>q</em></sup> is the nearest one to all numbers of an
 * interval around it. On the grid of multiples of 10<sup><em>k</em></sup>, where <em>k</em> is the
 * greatest for which the grid is not wider than that interval, one or two neighbours of the double
 * lie in the interval, and at most one of the next coarser grid. All comparisons are made in
 * quarters of a grid step, rounded to odd, with 126 bits of each power of ten; the paper proves
 * that this suffices.
 */
final class ShortestDecimal {

  private static final int FRACTION_BITS = 52;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
  private static final long FRACTION_MASK = HIDDEN_BIT - 1;
  private static final int MIN_EXPONENT = -1074;
  private static final long LOW_63_BITS = Long.MAX_VALUE;

  private ShortestDecimal() {}

  /**
   * The digits of the decimal; may end in zeros.
   *
   * @param bits of a finite double above 0
   */
  static long digits(long bits) {
    long c = significand(bits);
    int q = exponent(bits);
    boolean regular = isRegular(c, q);
    int k = gridExponent(q, regular);
    int shift = q + floorLog2OfPowerOf10(-k) + 2;

    // Four times the double and the ends of its interval, in steps of the grid.
    long value = scaled((4 * c) << shift, k);
    long lower = scaled((4 * c - (regular ? 2 : 1)) << shift, k);
    long upper = scaled((4 * c + 2) << shift, k);
    // The ends belong to the interval only where ties are rounded to c, that is where c is even.
    long firstIn = lower + (c & 1);
    long lastIn = upper - (c & 1);
    return nearestShortest(value, firstIn, lastIn);
  }

  private static long nearestShortest(long value, long firstIn, long lastIn) {
    long below = value >> 2;
    if (below >= 10) {
      long tensBelow = below / 10 * 10;
      long tensAbove = tensBelow + 10;
      boolean tensBelowIn = firstIn <= (tensBelow << 2);
      boolean tensAboveIn = (tensAbove << 2) <= lastIn;
      if (tensBelowIn != tensAboveIn) {
        return tensBelowIn ? tensBelow : tensAbove;
      }
    }
    long above = below + 1;
    boolean belowIn = firstIn <= (below << 2);
    boolean aboveIn = (above << 2) <= lastIn;
    if (belowIn != aboveIn) {
      return belowIn ? below : above;
    }
    long fromMiddle = value - ((below + above) << 1);
    boolean belowIsNearer = fromMiddle < 0 || (fromMiddle == 0 && (below & 1) == 0);
    return belowIsNearer ? below : above;
  }

  /** The power of ten by which {@link #digits} are to be multiplied. */
  static int powerOfTen(long bits) {
    long c = significand(bits);
    int q = exponent(bits);
    return gridExponent(q, isRegular(c, q));
  }

  private static long significand(long bits) {
    long fraction = bits & FRACTION_MASK;
    return (bits >>> FRACTION_BITS) == 0 ? fraction : HIDDEN_BIT | fraction;
  }

  private static int exponent(long bits) {
    return Math.max((int) (bits >>> FRACTION_BITS), 1) - 1 + MIN_EXPONENT;
  }

  /** Whether the next smaller double is as far away as the next greater one. */
  private static boolean isRegular(long c, int q) {
    return c != HIDDEN_BIT || q == MIN_EXPONENT;
  }

  private static int gridExponent(int q, boolean regular) {
    return regular ? floorLog10OfPowerOf2(q) : floorLog10OfThreeQuartersOfPowerOf2(q);
  }

  // The three logarithms: fixed-point products that are exact for all exponents of a double; a test
  // compares each with exact arithmetic.

  /** The greatest integer not above log10(2^e). */
  static int floorLog10OfPowerOf2(int e) {
    return (e * 1262611) >> 22;
  }

  /** The greatest integer not above log10(3/4 * 2^e). */
  static int floorLog10OfThreeQuartersOfPowerOf2(int e) {
    return (e * 1262611 - 524031) >> 22;
  }

  /** The greatest integer not above log2(10^e). */
  static int floorLog2OfPowerOf10(int e) {
    return (e * 1741647) >> 19;
  }

  /**
   * The product of a factor and 10<sup>-k</sup>, as a whole number of grid quarters, rounded to
   * odd: where something is cut off, the last bit is set, so that no comparison with an even number
   * comes out equal by mistake.
   */
  private static long scaled(long factor, int k) {
    int at = 2 * (k - Powers.MIN_K);
    long high = Powers.TABLE[at];
    long low = Powers.TABLE[at + 1];
    long carried = Math.multiplyHigh(low, factor);
    long middle = ((high * factor) >>> 1) + carried;
    long whole = Math.multiplyHigh(high, factor) + (middle >>> 63);
    long cutOff = middle & LOW_63_BITS;
    return cutOff == 0 ? whole : whole | 1;
  }

  /**
   * For each <em>k</em> the upper and the lower 63 of the first 126 bits of 10<sup>-k</sup>,
   * rounded up.
   */
  private static final class Powers {

    static final int MIN_K = floorLog10OfPowerOf2(MIN_EXPONENT);
    static final int MAX_K = floorLog10OfPowerOf2(971);
    static final long[] TABLE = new long[2 * (MAX_K - MIN_K + 1)];

    private static final int BITS = 126;

    static {
      BigInteger power = BigInteger.ONE;
      for (int n = 0; n <= Math.max(-MIN_K, MAX_K); n++) {
        if (-n >= MIN_K) {
          put(-n, power.shiftLeft(BITS).shiftRight(power.bitLength()));
        }
        if (n > 0 && n <= MAX_K) {
          put(n, BigInteger.ONE.shiftLeft(BITS - 1 + power.bitLength()).divide(power));
        }
        power = power.multiply(BigInteger.TEN);
      }
    }

    private static void put(int k, BigInteger leadingBits) {
      BigInteger roundedUp = leadingBits.add(BigInteger.ONE);
      int at = 2 * (k - MIN_K);
      TABLE[at] = roundedUp.shiftRight(63).longValue();
      TABLE[at + 1] = roundedUp.longValue() & LOW_63_BITS;
    }
  }
}
