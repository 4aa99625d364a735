package io.streamgauge.reporter.internal.exposition;

import java.util.Arrays;

/**
 * A canonical Huffman code of limited length, as deflate uses them (RFC 1951, 3.2.2). Reused.
 *
 * <p>Codes are kept with their bits reversed, since deflate packs bits from the lowest.
 */
final class HuffmanCode {

  private static final int SYMBOL_BITS = 10;
  private static final int SYMBOL_MASK = (1 << SYMBOL_BITS) - 1;

  private final int maxLength;
  private final int[] lengths;
  private final int[] codes;

  // Scratch.
  private final long[] sorted;
  private final int[] tree;
  private final int[] lengthCounts;
  private final int[] nextCodes;

  HuffmanCode(int symbols, int maxLength) {
    this.maxLength = maxLength;
    this.lengths = new int[symbols];
    this.codes = new int[symbols];
    this.sorted = new long[symbols];
    this.tree = new int[symbols];
    this.lengthCounts = new int[symbols + 1];
    this.nextCodes = new int[maxLength + 2];
  }

  /** Bits of a symbol's code; 0 for a symbol that does not occur. */
  int length(int symbol) {
    return lengths[symbol];
  }

  int code(int symbol) {
    return codes[symbol];
  }

  /** The lengths of all symbols' codes; shared, not to be changed. */
  int[] lengths() {
    return lengths;
  }

  /** The codes of all symbols; shared, not to be changed. */
  int[] codes() {
    return codes;
  }

  /** The number after that of the last symbol that occurs, at least {@code atLeast}. */
  int usedSymbols(int atLeast) {
    int used = lengths.length;
    while (used > atLeast && lengths[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /**
   * Makes the code of least cost for the frequencies. Fewer than two symbols are filled up to two,
   * so that the code is complete and every decoder takes it.
   */
  void build(int[] frequencies) {
    int used = sortByFrequency(frequencies);
    for (int symbol = 0; used < 2; symbol++) {
      if (frequencies[symbol] == 0) {
        sorted[used++] = (1L << SYMBOL_BITS) | symbol;
      }
    }
    Arrays.sort(sorted, 0, used);
    computeDepths(used);
    limitDepths(used);
    assignLengths(used);
    assignCodes();
  }

  private int sortByFrequency(int[] frequencies) {
    int used = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (frequencies[symbol] > 0) {
        sorted[used++] = ((long) frequencies[symbol] << SYMBOL_BITS) | symbol;
      }
    }
    return used;
  }

  /**
   * Computes how many leaves each depth of the Huffman tree has, in place: {@code tree} holds in
   * turn the weights of inner nodes, the indexes of their parents and their depths (Moffat and
   * Katajainen, <em>In-place calculation of minimum-redundancy codes</em>, 1995).
   */
  private void computeDepths(int used) {
    joinLightest(used);
    Arrays.fill(lengthCounts, 0);
    int root = used - 2;
    tree[root] = 0;
    for (int node = root - 1; node >= 0; node--) {
      tree[node] = tree[tree[node]] + 1;
    }
    int innerAtDepth = 1;
    int node = root;
    for (int depth = 0; innerAtDepth > 0; depth++) {
      int places = innerAtDepth;
      innerAtDepth = 0;
      while (node >= 0 && tree[node] == depth) {
        innerAtDepth++;
        node--;
      }
      lengthCounts[depth] = places - innerAtDepth;
      innerAtDepth *= 2;
    }
  }

  /** Joins the two lightest nodes until one is left; each inner node learns its parent. */
  private void joinLightest(int used) {
    int leaf = 0;
    int inner = 0;
    for (int next = 0; next < used - 1; next++) {
      int weight = 0;
      for (int child = 0; child < 2; child++) {
        boolean takeInner = leaf == used || (inner < next && tree[inner] < weightOf(leaf));
        if (takeInner) {
          weight += tree[inner];
          tree[inner++] = next;
        } else {
          weight += weightOf(leaf++);
        }
      }
      tree[next] = weight;
    }
  }

  private int weightOf(int leaf) {
    return (int) (sorted[leaf] >>> SYMBOL_BITS);
  }

  /** Lifts leaves that are too deep, and lowers others until the code is complete again. */
  private void limitDepths(int used) {
    for (int depth = used; depth > maxLength; depth--) {
      lengthCounts[maxLength] += lengthCounts[depth];
      lengthCounts[depth] = 0;
    }
    int taken = 0;
    for (int depth = 1; depth <= maxLength; depth++) {
      taken += lengthCounts[depth] << (maxLength - depth);
    }
    for (int tooMany = taken - (1 << maxLength); tooMany > 0; tooMany--) {
      int depth = maxLength - 1;
      while (lengthCounts[depth] == 0) {
        depth--;
      }
      lengthCounts[depth]--;
      lengthCounts[depth + 1] += 2;
      lengthCounts[maxLength]--;
    }
  }

  private void assignLengths(int used) {
    Arrays.fill(lengths, 0);
    int leaf = used - 1;
    for (int length = 1; length <= maxLength; length++) {
      for (int i = lengthCounts[length]; i > 0; i--) {
        lengths[(int) sorted[leaf--] & SYMBOL_MASK] = length;
      }
    }
  }

  private void assignCodes() {
    int code = 0;
    for (int length = 1; length <= maxLength; length++) {
      code = (code + lengthCountBelow(length)) << 1;
      nextCodes[length] = code;
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        codes[symbol] = Integer.reverse(nextCodes[length]++) >>> (32 - length);
      }
    }
  }

  private int lengthCountBelow(int length) {
    return length == 1 ? 0 : lengthCounts[length - 1];
  }
}
