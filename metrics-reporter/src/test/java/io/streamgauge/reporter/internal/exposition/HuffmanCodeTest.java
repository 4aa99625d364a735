package io.streamgauge.reporter.internal.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HuffmanCodeTest {

  private static final int SYMBOLS = 286;
  private static final int MAX_LENGTH = 15;

  private final HuffmanCode code = new HuffmanCode(SYMBOLS, MAX_LENGTH);

  @Test
  void aCodeIsCompleteAndCostsNoMoreThanHuffmans() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 500; round++) {
      int[] frequencies = new int[SYMBOLS];
      int used = random.nextInt(2, SYMBOLS + 1);
      for (int i = 0; i < used; i++) {
        frequencies[random.nextInt(SYMBOLS)] = 1 + random.nextInt(1 << random.nextInt(1, 6));
      }
      frequencies[0] = 1;
      frequencies[SYMBOLS - 1] = 1;

      code.build(frequencies);

      assertComplete();
      assertThat(cost(frequencies)).isEqualTo(leastCost(frequencies));
    }
  }

  @Test
  void noCodeIsLongerThanAllowed() {
    int[] frequencies = new int[SYMBOLS];
    int last = 1;
    int beforeLast = 1;
    for (int i = 0; i < 30; i++) {
      frequencies[i * 7] = last;
      last += beforeLast;
      beforeLast = last - beforeLast;
    }

    code.build(frequencies);

    assertComplete();
    assertThat(Arrays.stream(code.lengths()).max()).hasValue(MAX_LENGTH);
  }

  @Test
  void fewerThanTwoSymbolsAreFilledUp() {
    int[] frequencies = new int[SYMBOLS];

    code.build(frequencies);
    assertComplete();

    frequencies[256] = 1;
    code.build(frequencies);
    assertComplete();
    assertThat(code.length(256)).isOne();
  }

  /**
   * Checks that every sequence of bits decodes, in one way: the shares of all codes add up to 1.
   */
  private void assertComplete() {
    int share = 0;
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      if (code.length(symbol) > 0) {
        share += 1 << (MAX_LENGTH - code.length(symbol));
        assertPrefixOfNone(symbol);
      }
    }
    assertThat(share).isEqualTo(1 << MAX_LENGTH);
  }

  private void assertPrefixOfNone(int symbol) {
    int length = code.length(symbol);
    for (int other = 0; other < SYMBOLS; other++) {
      if (other != symbol && code.length(other) >= length) {
        assertThat(code.code(other) & ((1 << length) - 1)).isNotEqualTo(code.code(symbol));
      }
    }
  }

  private long cost(int[] frequencies) {
    long cost = 0;
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      cost += (long) frequencies[symbol] * code.length(symbol);
    }
    return cost;
  }

  private static long leastCost(int[] frequencies) {
    PriorityQueue<Long> weights = new PriorityQueue<>();
    for (int frequency : frequencies) {
      if (frequency > 0) {
        weights.add((long) frequency);
      }
    }
    long cost = 0;
    while (weights.size() > 1) {
      long joined = weights.remove() + weights.remove();
      cost += joined;
      weights.add(joined);
    }
    return cost;
  }
}
