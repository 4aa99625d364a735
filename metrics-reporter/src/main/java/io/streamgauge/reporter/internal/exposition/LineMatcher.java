package io.streamgauge.reporter.internal.exposition;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds repetitions in the text format, for deflate.
 *
 * <p>Lines of a family differ in a few label values and in the number at the end. So instead of
 * looking each few bytes up in a table, as a general compressor does, this walks along an earlier
 * line, the <em>reference</em>, as long as both are equal. Where they differ both skip the rest of
 * the label value (or name, or number) and go on side by side. A label value that differs is looked
 * up by its first bytes, so that one that was seen some lines ago is a repetition all the same; if
 * the text there goes on like the present one for longer than the reference does, it becomes the
 * reference. At the end of a line the reference goes on with its next line, too: that is the line
 * before the present one, or, where labels come in turns, the line that fits.
 *
 * <p>All of this only chooses what is compared: whatever the text is, matches are found by
 * comparing bytes.
 */
final class LineMatcher {

  /** The least length that costs less as a match than as literals, mostly. */
  private static final int MIN_LENGTH = 6;

  /** How far the beginning of a label value is looked for, and how far its end in the reference. */
  private static final int MAX_STEPS_BACK = 32;

  private static final int MAX_STEPS_AHEAD = 1024;

  private static final int KEY_LENGTH = 16;
  private static final int TABLE_BITS = 12;
  private static final long FACTOR_1 = 0x9E3779B97F4A7C15L;
  private static final long FACTOR_2 = 0xC2B2AE3D27D4EB4FL;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int NONE = -1;
  private static final byte[] NO_TEXT = {};

  private final DeflateBlock block;

  /** Where the label values that differed from the reference begin, by their first bytes. */
  private final int[] seen = new int[1 << TABLE_BITS];

  private byte[] text = NO_TEXT;

  /** The end of the present part of the text, behind its last line end. */
  private int end;

  /** The index to which the text is matched. */
  private int at;

  /** The index in the reference that corresponds to {@link #at}, or {@link #NONE}. */
  private int reference = NONE;

  /** Where full blocks are written to. */
  private @Nullable BitWriter target;

  LineMatcher(DeflateBlock block) {
    this.block = block;
    Arrays.fill(seen, NONE);
  }

  /** Forgets all text. */
  void clear() {
    Arrays.fill(seen, NONE);
    text = NO_TEXT;
    target = null;
    reference = NONE;
    at = 0;
  }

  /** Follows the text, whose first bytes were dropped. */
  void drop(int count) {
    at -= count;
    reference = Math.max(reference - count, NONE);
    for (int i = 0; i < seen.length; i++) {
      seen[i] = Math.max(seen[i] - count, NONE);
    }
  }

  /**
   * Matches further text.
   *
   * @param bytes the text, in which all that was matched before and not dropped still stands
   * @param newEnd the end of the text, behind a line end
   */
  void match(byte[] bytes, int newEnd, BitWriter out) {
    text = bytes;
    end = newEnd;
    target = out;
    while (at < end) {
      int length = matchLength(at, reference);
      if (length >= MIN_LENGTH) {
        repeat(length, reference);
        reference += length;
      }
      if (at < end) {
        passDifference();
      }
    }
  }

  /** Passes what is left of a label value, name or number that differs from the reference. */
  private void passDifference() {
    int stop = tokenEnd();
    int rest = stop - at;
    int resumed = referenceTokenEnd(stop);
    int resumedLength = matchLength(stop, resumed);
    int found = lookUp(stop);
    int foundLength = matchLength(at, found);
    if (foundLength >= MIN_LENGTH && foundLength >= rest + resumedLength) {
      repeat(foundLength, found);
      reference = found + foundLength;
    } else if (foundLength >= rest && rest >= MIN_LENGTH) {
      repeat(foundLength, found);
      reference = resumed + foundLength - rest;
    } else {
      addLiterals(stop);
      resume(resumed, resumedLength);
    }
  }

  /** Goes on where the reference may be equal again, with at least one byte. */
  private void resume(int resumed, int length) {
    if (length >= MIN_LENGTH) {
      repeat(length, resumed);
      reference = resumed + length;
    } else {
      boolean isInStep = resumed != NONE && text[resumed] == text[at];
      addLiterals(at + 1);
      reference = isInStep ? resumed + 1 : resumed;
    }
  }

  /** How many bytes are equal from two indexes on; 0 if the earlier one is out of reach. */
  private int matchLength(int index, int earlier) {
    if (earlier < 0 || earlier >= index || index - earlier > DeflateBlock.MAX_DISTANCE) {
      return 0;
    }
    int rest = end - index;
    int length = Arrays.mismatch(text, index, end, text, earlier, earlier + rest);
    return length < 0 ? rest : length;
  }

  // Where label values, names and numbers begin and end.

  private int tokenEnd() {
    int i = at;
    while (!isDelimiter(text[i])) {
      i++;
    }
    return i;
  }

  private static boolean isDelimiter(byte b) {
    return b == '"' || b == '\n' || b == '{';
  }

  /** The index in the reference that corresponds to the end of the token at {@code stop}. */
  private int referenceTokenEnd(int stop) {
    boolean atLineEnd = text[stop] == '\n';
    if (reference == NONE) {
      return atLineEnd ? previousLineEnd(stop) : NONE;
    }
    int limit = Math.min(stop, reference + MAX_STEPS_AHEAD);
    for (int i = reference; i < limit; i++) {
      byte b = text[i];
      if (b == '\n' || (!atLineEnd && isDelimiter(b))) {
        return i;
      }
    }
    return NONE;
  }

  private int previousLineEnd(int lineEnd) {
    int i = lineEnd - 1;
    int limit = Math.max(lineEnd - DeflateBlock.MAX_DISTANCE, 0);
    while (i >= limit && text[i] != '\n') {
      i--;
    }
    return i >= limit ? i : NONE;
  }

  private int tokenStart() {
    int i = at;
    int limit = Math.max(at - MAX_STEPS_BACK, 0);
    while (i > limit && !isDelimiter(text[i - 1])) {
      i--;
    }
    return i;
  }

  // Label values that were seen before.

  /**
   * Looks the present label value up, and enters it.
   *
   * @return the index of an earlier text that begins like the label value and corresponds to {@code
   *     at}, or {@link #NONE}
   */
  private int lookUp(int stop) {
    int start = tokenStart();
    boolean isNumber = text[stop] == '\n' && text[start] == '}';
    if (isNumber || start + KEY_LENGTH > end) {
      return NONE;
    }
    int slot = slotOf(start);
    int candidate = seen[slot];
    seen[slot] = start;
    int passed = at - start;
    return candidate != NONE && matchLength(start, candidate) >= passed ? candidate + passed : NONE;
  }

  private int slotOf(int start) {
    long first = (long) LONGS.get(text, start);
    long second = (long) LONGS.get(text, start + Long.BYTES);
    long hash = (first * FACTOR_1 ^ second) * FACTOR_2;
    return (int) (hash >>> (Long.SIZE - TABLE_BITS));
  }

  // What is found goes to the block.

  private void addLiterals(int until) {
    while (at < until) {
      at = block.addLiterals(text, at, until);
      writeFullBlock();
    }
  }

  /** Adds a repetition as one or several matches, and passes it. */
  private void repeat(int length, int from) {
    int distance = at - from;
    int rest = length;
    while (rest > DeflateBlock.MAX_MATCH) {
      // Not to leave less than a match.
      int part = Math.min(DeflateBlock.MAX_MATCH, rest - DeflateBlock.MIN_MATCH);
      addMatch(part, distance);
      rest -= part;
    }
    addMatch(rest, distance);
    at += length;
  }

  private void addMatch(int length, int distance) {
    block.addMatch(length, distance);
    writeFullBlock();
  }

  private void writeFullBlock() {
    if (block.isFull()) {
      block.writeTo(requireNonNull(target), /* isLast= */ false);
    }
  }
}
