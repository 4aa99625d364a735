package io.streamgauge.kafka.timestamps;

import java.util.Random;

/** How records come into a log. */
enum Traffic {
  UNIFORM {
    @Override
    void fill(ModelLog log, Random random, long from, long until, int records) {
      for (int i = 0; i < records; i++) {
        log.append(from + i * (until - from) / records);
      }
    }
  },
  POISSON {
    @Override
    void fill(ModelLog log, Random random, long from, long until, int records) {
      random.longs(records, from, until).sorted().forEach(log::append);
    }
  },
  /** Bursts of a second, with nothing between them. */
  BURSTY {
    @Override
    void fill(ModelLog log, Random random, long from, long until, int records) {
      long[] bursts = random.longs(20, from, until).toArray();
      random
          .ints(records, 0, bursts.length)
          .mapToLong(burst -> Math.min(until - 1, bursts[burst] + random.nextInt(1_000)))
          .sorted()
          .forEach(log::append);
    }
  },
  /** Many records of the same few timestamps, as where the broker sets them for a batch. */
  DUPLICATES {
    @Override
    void fill(ModelLog log, Random random, long from, long until, int records) {
      long[] times = random.longs(Math.max(1, records / 200), from, until).toArray();
      random.ints(records, 0, times.length).mapToLong(i -> times[i]).sorted().forEach(log::append);
    }
  },
  OUT_OF_ORDER {
    @Override
    void fill(ModelLog log, Random random, long from, long until, int records) {
      long gap = (until - from) / records;
      for (int i = 0; i < records; i++) {
        long jitter = (long) (random.nextDouble() * 20 * gap);
        log.append(Math.max(1, Math.min(until - 1, from + i * gap - jitter)));
      }
    }
  };

  /**
   * Appends records.
   *
   * @param from milliseconds since the epoch, of the first
   * @param until behind the last
   */
  abstract void fill(ModelLog log, Random random, long from, long until, int records);
}
