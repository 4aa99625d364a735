package io.streamgauge.kafka.timestamps;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random logs and positions over many cycles, against what a reader of the log would see. */
@Tag("slow")
class FirstUnreadSearchPropertyTest {

  private static final Partition PARTITION = new Partition("rivers", 0);
  private static final long NOW = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
  private static final int RUNS = 300;
  private static final int CYCLES = 12;

  @ParameterizedTest
  @EnumSource
  void whatIsFoundIsTheGreatestTimestampUpToThePosition(Traffic traffic)
      throws InterruptedException {
    Random seeds = new Random();
    for (int i = 0; i < RUNS; i++) {
      Run run = new Run(traffic, seeds.nextLong());
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        run.cycle();
      }
    }
  }

  /** A log, its readers and the search beside them. */
  private static final class Run {

    private final Traffic traffic;
    private final long seed;
    private final Random random;
    private final ModelLog log = new ModelLog();
    private final FakeBroker broker = new FakeBroker().with(PARTITION, log);
    private final FirstUnreadSearch search = new FirstUnreadSearch(1_000);
    private final Set<String> compacted;
    private final long[] positions;
    private long now = NOW;

    Run(Traffic traffic, long seed) {
      this.traffic = traffic;
      this.seed = seed;
      this.random = new Random(seed);
      // What is gone and what is out of order cannot be told apart: never both at once.
      boolean isStrict = traffic == Traffic.UNIFORM;
      this.compacted = isStrict && random.nextBoolean() ? Set.of("rivers") : Set.of();
      long age = (long) Math.pow(10, 3 + random.nextDouble() * 6);
      traffic.fill(log, random, NOW - age, NOW, 1 + random.nextInt(isStrict ? 500 : 2_000));
      if (!compacted.isEmpty()) {
        long last = log.end() - 1;
        log.remove(offset -> offset != last && random.nextInt(3) == 0);
      }
      this.positions = random.longs(1 + random.nextInt(4), 0, log.end()).toArray();
    }

    void cycle() throws InterruptedException {
      happen();
      List<Unread> unread = unread();

      SearchResult result =
          search.find(
              unread,
              broker,
              compacted,
              Instant.ofEpochMilli(now),
              Deadline.in(Duration.ofHours(1), () -> 0));

      assertThat(result.unfinished()).as("%s from seed %d", traffic, seed).isZero();
      unread.forEach(each -> check(each, result.timestamps()));
    }

    private void happen() {
      long later = now + random.nextInt(60_000) + 200;
      if (random.nextBoolean()) {
        traffic.fill(log, random, now, later, 1 + random.nextInt(100));
      }
      now = later;
      if (random.nextInt(6) == 0 && traffic != Traffic.UNIFORM) {
        log.append(now + random.nextInt(200_000));
      }
      if (random.nextInt(8) == 0) {
        long start = log.start() + random.nextInt((int) (log.end() - log.start()));
        log.remove(offset -> offset < start);
      }
      if (random.nextInt(10) == 0 && compacted.isEmpty()) {
        long middle = (log.start() + log.end() + 1) / 2;
        log.truncate(middle);
        search.forget(PARTITION);
      }
      search.forgetBelow(Map.of(PARTITION, log.start()));
      for (int i = 0; i < positions.length; i++) {
        move(i);
      }
    }

    private void move(int reader) {
      long moved = positions[reader] + (random.nextBoolean() ? random.nextInt(50) : 0);
      positions[reader] = Math.max(log.start(), Math.min(log.end(), moved));
    }

    private List<Unread> unread() {
      List<Unread> unread = new ArrayList<>();
      for (long each : positions) {
        if (each < log.end()) {
          unread.add(new Unread(PARTITION, each, log.end() - each));
        }
      }
      return unread;
    }

    private void check(Unread unread, Map<Unread, Long> found) {
      OptionalLong before = log.greatestBefore(unread.position());
      if (before.isPresent() && before.getAsLong() > now) {
        // What it is hidden behind came within the last second, or it is absent.
        assertThat(lag(found.getOrDefault(unread, now)))
            .as("%s from seed %d at %d: %s", traffic, seed, now, unread)
            .isLessThanOrEqualTo(1_000);
        return;
      }
      assertThat(found).as("%s from seed %d at %d", traffic, seed, now).containsKey(unread);
      long lag = lag(found.getOrDefault(unread, 0L));
      long truth = lag(log.truth(unread.position()));
      assertThat((double) Math.abs(lag - truth))
          .as("%s from seed %d at %d: %s, %d for %d", traffic, seed, now, unread, lag, truth)
          .isLessThanOrEqualTo(Math.max(1_000, 0.05 * truth));
    }

    private long lag(long timestamp) {
      return Math.max(0, now - timestamp);
    }
  }
}
