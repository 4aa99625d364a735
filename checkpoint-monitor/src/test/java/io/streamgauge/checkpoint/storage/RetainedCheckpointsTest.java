package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.checkpoint.storage.CheckpointsOfJob.Completed;
import io.streamgauge.checkpoint.testing.WrittenMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checkpoints of any interval, of which Flink retains some and deletes the others. Its REST API
 * answers from a cache of three seconds, which others use too. In the middle another JobManager
 * takes over and restores the last checkpoint.
 */
@Tag("flink")
class RetainedCheckpointsTest {

  private static final String JOB = "mem://bucket/a";
  private static final byte[] METADATA = WrittenMetadata.referringTo(List.of());
  private static final Duration CACHED = Duration.ofSeconds(3);
  private static final int HISTORY = 10;

  private final FakeStore store = new FakeStore();
  private final FakeFlink flink = new FakeFlink();
  private final Random random = new Random(1);
  private final List<Taken> taken = new ArrayList<>();
  private Duration interval = Duration.ZERO;
  private int retained;
  private boolean isMetadataLost;
  private int inherited;
  private long nextMillis;
  private long othersAskMillis;
  private long cachedMillis;
  private List<Taken> cached = List.of();

  /** A completed checkpoint. */
  private record Taken(int number, long atMillis) {
    String folder() {
      return JOB + "/chk-" + number;
    }
  }

  static Stream<Arguments> intervalsAndRetained() {
    return Stream.of("PT0.5S", "PT1S", "PT5S", "PT10S", "PT1M", "PT1H")
        .flatMap(interval -> Stream.of(1, 2, 10).map(count -> Arguments.of(interval, count)));
  }

  @ParameterizedTest
  @MethodSource("intervalsAndRetained")
  void wholeCheckpoints_arePresentAndNeverMissing(Duration every, int count) throws Exception {
    try (ProbeUnderTest probe = probe(every, count)) {
      int known = 0;
      for (int i = 0; i < 100; i++) {
        if (i == 50) {
          restore();
        }
        Map<String, Double> published = probe.poll().storage();
        assertThat(published.getOrDefault("present", 1.0)).as("poll %s", i).isEqualTo(1);
        assertThat(published.getOrDefault("missing_objects", 0.0)).isZero();
        assertThat(probe.reports()).isEmpty();
        known += published.containsKey("present") ? 1 : 0;
        letTimePass(probe, Duration.ofMillis(20_000 + random.nextInt(20_000)));
      }
      assertThat(known).isGreaterThanOrEqualTo(95);
    }
  }

  @ParameterizedTest
  @MethodSource("intervalsAndRetained")
  void everyMetadataRemoved_isReportedByTheFourthPoll(Duration every, int count) throws Exception {
    try (ProbeUnderTest probe = probe(every, count)) {
      assertThat(probe.poll().storage()).containsEntry("present", 1.0);
      isMetadataLost = true;
      letTimePass(probe, every.multipliedBy(count).plus(CACHED));

      for (int i = 0; i < 20; i++) {
        Map<String, Double> published = probe.poll().storage();
        assertThat(published.getOrDefault("present", 0.0)).as("poll %s", i).isZero();
        if (i > 2) {
          assertThat(published).containsEntry("present", 0.0).containsKey("missing_objects");
        }
        letTimePass(probe, Duration.ofMillis(20_000 + random.nextInt(20_000)));
      }
    }
  }

  private ProbeUnderTest probe(Duration every, int count) throws Exception {
    interval = every;
    retained = count;
    ProbeUnderTest probe = new ProbeUnderTest(flink, store);
    nextMillis = probe.context.now().toEpochMilli();
    othersAskMillis = nextMillis;
    store.whenAsked(path -> letTimePass(probe, Duration.ofMillis(random.nextInt(30))));
    flink.whenAsked(() -> ask(probe.context.now().toEpochMilli()));
    probe.whilePausing(() -> letTimePass(probe, Duration.ZERO));
    letTimePass(probe, every.plus(CACHED));
    return probe;
  }

  /** Lets time pass, and Flink do what it does in that time. */
  private void letTimePass(ProbeUnderTest probe, Duration time) {
    probe.pass(time);
    long now = probe.context.now().toEpochMilli();
    while (Math.min(nextMillis, othersAskMillis) <= now) {
      if (nextMillis <= othersAskMillis) {
        complete(nextMillis);
        nextMillis += interval.toMillis();
      } else {
        ask(othersAskMillis);
        othersAskMillis += 1_000 + random.nextInt(20_000);
      }
    }
  }

  private void complete(long atMillis) {
    Taken next = new Taken(taken.size() + 1, atMillis);
    taken.add(next);
    if (!isMetadataLost) {
      store.put(next.folder() + "/_metadata", METADATA);
    }
    if (taken.size() > retained) {
      store.delete(taken.get(taken.size() - 1 - retained).folder());
    }
  }

  /** The new JobManager knows only the checkpoint that it restored. */
  private void restore() {
    inherited = taken.size();
    cached = List.of();
    cachedMillis = 0;
  }

  private void ask(long nowMillis) {
    if (nowMillis - cachedMillis > CACHED.toMillis()) {
      cachedMillis = nowMillis;
      cached = List.copyOf(taken.subList(inherited, taken.size()));
    }
    flink.knows("a", answer());
  }

  /** The list is cached; whether a checkpoint is discarded is not. */
  private CheckpointsOfJob answer() {
    if (cached.isEmpty()) {
      return new CheckpointsOfJob(
          last(taken.get(inherited - 1), /* isInherited= */ true), List.of());
    }
    List<Completed> history =
        cached.stream()
            .skip(Math.max(0, cached.size() - HISTORY))
            .map(
                each ->
                    new Completed(
                        folder(each), each.atMillis, each.number <= taken.size() - retained))
            .toList();
    return new CheckpointsOfJob(
        last(cached.get(cached.size() - 1), /* isInherited= */ false), history);
  }

  private static Optional<LastCheckpoint> last(Taken checkpoint, boolean isInherited) {
    return Optional.of(new LastCheckpoint(folder(checkpoint), isInherited));
  }

  private static CheckpointFolder folder(Taken checkpoint) {
    return CheckpointFolder.of(checkpoint.folder()).orElseThrow();
  }
}
