package io.streamgauge.reporter.internal.exposition;

import java.util.Arrays;

/**
 * A block of deflate with dynamic codes (RFC 1951, 3.2.7): gathers literals and matches, then
 * writes them with the code that is shortest for them. Reused.
 */
final class DeflateBlock {

  static final int MIN_MATCH = 3;
  static final int MAX_MATCH = 258;
  static final int MAX_DISTANCE = 32768;

  private static final int END_OF_BLOCK = 256;
  private static final int FIRST_LENGTH_SYMBOL = 257;
  private static final int LONGEST_LENGTH_SYMBOL = 285;
  private static final int LITERALS_AND_LENGTHS = 286;
  private static final int DISTANCES = 30;
  private static final int CODE_LENGTHS = 19;
  private static final int MAX_CODE_LENGTH = 15;
  private static final int DYNAMIC_CODES = 2;

  private static final int REPEAT_PREVIOUS = 16;
  private static final int REPEAT_ZERO = 17;
  private static final int REPEAT_ZERO_LONG = 18;
  private static final int[] CODE_LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /** A token is a literal byte, or this bit, a distance - 1 and a length - 3. */
  private static final int MATCH = 1 << 31;

  private static final int LENGTH_BITS = 8;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private final int[] tokens;
  private int tokenCount;
  private final int[] literalFrequencies = new int[LITERALS_AND_LENGTHS];
  private final int[] distanceFrequencies = new int[DISTANCES];

  private final HuffmanCode literalCode = new HuffmanCode(LITERALS_AND_LENGTHS, MAX_CODE_LENGTH);
  private final HuffmanCode distanceCode = new HuffmanCode(DISTANCES, MAX_CODE_LENGTH);
  private final HuffmanCode lengthCode = new HuffmanCode(CODE_LENGTHS, 7);
  private final int[] lengthFrequencies = new int[CODE_LENGTHS];

  /** Code lengths of both codes, and the same run-length encoded: symbol, then its argument. */
  private final int[] codeLengths = new int[LITERALS_AND_LENGTHS + DISTANCES];

  private final int[] runSymbols = new int[LITERALS_AND_LENGTHS + DISTANCES];
  private final int[] runArguments = new int[LITERALS_AND_LENGTHS + DISTANCES];
  private int runCount;

  DeflateBlock(int capacity) {
    tokens = new int[capacity];
  }

  void clear() {
    tokenCount = 0;
    Arrays.fill(literalFrequencies, 0);
    Arrays.fill(distanceFrequencies, 0);
  }

  boolean isFull() {
    return tokenCount == tokens.length;
  }

  /**
   * Adds bytes as they are, until the block is full.
   *
   * @return the index of the first byte that was not added
   */
  int addLiterals(byte[] bytes, int from, int to) {
    int until = Math.min(to, from + tokens.length - tokenCount);
    for (int i = from; i < until; i++) {
      int symbol = bytes[i] & 0xff;
      literalFrequencies[symbol]++;
      tokens[tokenCount++] = symbol;
    }
    return until;
  }

  /**
   * Adds a repetition of what stood some bytes before.
   *
   * @param length from {@link #MIN_MATCH} to {@link #MAX_MATCH}
   * @param distance from 1 to {@link #MAX_DISTANCE}
   */
  void addMatch(int length, int distance) {
    int lengthRest = length - MIN_MATCH;
    int distanceRest = distance - 1;
    literalFrequencies[lengthSymbol(lengthRest)]++;
    distanceFrequencies[distanceSymbol(distanceRest)]++;
    tokens[tokenCount++] = MATCH | (distanceRest << LENGTH_BITS) | lengthRest;
  }

  // Symbols grow with the logarithm: each number of extra bits has four length symbols, and two
  // distance symbols (the tables of RFC 1951, 3.2.5).

  private static int lengthSymbol(int rest) {
    if (rest == MAX_MATCH - MIN_MATCH) {
      return LONGEST_LENGTH_SYMBOL;
    }
    int extraBits = lengthExtraBits(rest);
    return FIRST_LENGTH_SYMBOL + 4 * extraBits + (rest >> extraBits);
  }

  private static int lengthExtraBits(int rest) {
    return rest < 8 || rest == MAX_MATCH - MIN_MATCH ? 0 : 29 - Integer.numberOfLeadingZeros(rest);
  }

  private static int distanceSymbol(int rest) {
    int extraBits = distanceExtraBits(rest);
    return 2 * extraBits + (rest >> extraBits);
  }

  private static int distanceExtraBits(int rest) {
    return rest < 4 ? 0 : 30 - Integer.numberOfLeadingZeros(rest);
  }

  /** Writes the block and empties it. */
  void writeTo(BitWriter out, boolean isLast) {
    literalFrequencies[END_OF_BLOCK] = 1;
    literalCode.build(literalFrequencies);
    distanceCode.build(distanceFrequencies);
    out.write(isLast ? 1 : 0, 1);
    out.write(DYNAMIC_CODES, 2);
    writeCodes(out);
    writeTokens(out);
    out.write(literalCode.code(END_OF_BLOCK), literalCode.length(END_OF_BLOCK));
    clear();
  }

  private void writeTokens(BitWriter out) {
    int[] literalLengths = literalCode.lengths();
    int[] literalCodes = literalCode.codes();
    long bits = 0;
    int count = 0;
    for (int i = 0; i < tokenCount; i++) {
      int token = tokens[i];
      if (count > BitWriter.MAX_BITS - MAX_CODE_LENGTH) {
        out.write(bits, count);
        bits = 0;
        count = 0;
      }
      if (token >= 0) {
        bits |= (long) literalCodes[token] << count;
        count += literalLengths[token];
      } else {
        out.write(bits, count);
        bits = 0;
        count = 0;
        writeMatch(token, out);
      }
    }
    out.write(bits, count);
  }

  private void writeMatch(int token, BitWriter out) {
    int lengthRest = token & LENGTH_MASK;
    int lengthSymbol = lengthSymbol(lengthRest);
    int lengthExtra = lengthExtraBits(lengthRest);
    long bits = literalCode.code(lengthSymbol);
    int count = literalCode.length(lengthSymbol);
    bits |= (long) lowBits(lengthRest, lengthExtra) << count;
    count += lengthExtra;

    int distanceRest = (token & ~MATCH) >>> LENGTH_BITS;
    int distanceSymbol = distanceSymbol(distanceRest);
    int distanceExtra = distanceExtraBits(distanceRest);
    bits |= (long) distanceCode.code(distanceSymbol) << count;
    count += distanceCode.length(distanceSymbol);
    bits |= (long) lowBits(distanceRest, distanceExtra) << count;
    out.write(bits, count + distanceExtra);
  }

  private static int lowBits(int value, int count) {
    return value & ((1 << count) - 1);
  }

  private void writeCodes(BitWriter out) {
    int literals = literalCode.usedSymbols(FIRST_LENGTH_SYMBOL);
    int distances = distanceCode.usedSymbols(1);
    System.arraycopy(literalCode.lengths(), 0, codeLengths, 0, literals);
    System.arraycopy(distanceCode.lengths(), 0, codeLengths, literals, distances);
    findRuns(literals + distances);
    lengthCode.build(lengthFrequencies);

    int ordered = CODE_LENGTHS;
    while (ordered > 4 && lengthCode.length(CODE_LENGTH_ORDER[ordered - 1]) == 0) {
      ordered--;
    }
    out.write(literals - FIRST_LENGTH_SYMBOL, 5);
    out.write(distances - 1, 5);
    out.write(ordered - 4, 4);
    for (int i = 0; i < ordered; i++) {
      out.write(lengthCode.length(CODE_LENGTH_ORDER[i]), 3);
    }
    for (int i = 0; i < runCount; i++) {
      int symbol = runSymbols[i];
      out.write(lengthCode.code(symbol), lengthCode.length(symbol));
      out.write(runArguments[i], argumentBits(symbol));
    }
  }

  private static int argumentBits(int symbol) {
    switch (symbol) {
      case REPEAT_PREVIOUS:
        return 2;
      case REPEAT_ZERO:
        return 3;
      case REPEAT_ZERO_LONG:
        return 7;
      default:
        return 0;
    }
  }

  private void findRuns(int count) {
    Arrays.fill(lengthFrequencies, 0);
    runCount = 0;
    int start = 0;
    while (start < count) {
      int length = codeLengths[start];
      int end = start + 1;
      while (end < count && codeLengths[end] == length) {
        end++;
      }
      if (length == 0) {
        addZeros(end - start);
      } else {
        addRun(length, 0);
        addRepeats(length, end - start - 1);
      }
      start = end;
    }
  }

  private void addZeros(int count) {
    int rest = count;
    while (rest >= 11) {
      int taken = Math.min(rest, 138);
      addRun(REPEAT_ZERO_LONG, taken - 11);
      rest -= taken;
    }
    if (rest >= 3) {
      addRun(REPEAT_ZERO, rest - 3);
      rest = 0;
    }
    for (; rest > 0; rest--) {
      addRun(0, 0);
    }
  }

  private void addRepeats(int length, int count) {
    int rest = count;
    while (rest >= 3) {
      int taken = Math.min(rest, 6);
      addRun(REPEAT_PREVIOUS, taken - 3);
      rest -= taken;
    }
    for (; rest > 0; rest--) {
      addRun(length, 0);
    }
  }

  private void addRun(int symbol, int argument) {
    runSymbols[runCount] = symbol;
    runArguments[runCount] = argument;
    runCount++;
    lengthFrequencies[symbol]++;
  }
}
