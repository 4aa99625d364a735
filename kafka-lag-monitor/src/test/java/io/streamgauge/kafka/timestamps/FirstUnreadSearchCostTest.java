package io.streamgauge.kafka.timestamps;

import static io.streamgauge.kafka.timestamps.SearchUnderTest.HOUR;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.NOON;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.RIVERS;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.kafka.broker.Partition;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much is asked, and in which order. */
class FirstUnreadSearchCostTest {

  private static final long WEEK = 7 * 24 * HOUR;

  @ParameterizedTest
  @CsvSource({
    "UNIFORM, 3, 3",
    "POISSON, 4.5, 20",
    "BURSTY, 9, 20",
    "DUPLICATES, 9, 20",
    "OUT_OF_ORDER, 5, 20"
  })
  void aFirstSearchTakesFewQueries(Traffic traffic, double mean, int most)
      throws InterruptedException {
    Random random = new Random(1);
    int total = 0;
    for (int run = 0; run < 100; run++) {
      ModelLog log = new ModelLog();
      traffic.fill(log, random, NOON - WEEK, NOON, 3_000);
      long lag = 1 + (long) Math.pow(log.end() - 2.0, random.nextDouble());

      int queries = SearchUnderTest.in(log).findAt(log.end() - lag).queries();

      assertThat(queries).isLessThanOrEqualTo(most);
      total += queries;
    }
    assertThat(total / 100.0).isLessThanOrEqualTo(mean);
  }

  @ParameterizedTest(name = "{0} records behind")
  @CsvSource({"5, 1", "300, 2", "1800, 2", "36000, 0.5"})
  void aReaderThatIsAlwaysAsFarBehindCostsAQueryOrTwoInACycle(int lag, double perCycle)
      throws InterruptedException {
    ModelLog log = new ModelLog();
    tenPerSecond(log, NOON - 2 * HOUR, NOON);
    var search = SearchUnderTest.in(log);
    search.findAt(log.end() - lag);
    int queries = 0;

    for (int cycle = 0; cycle < 20; cycle++) {
      tenPerSecond(log, search.now, search.now + 30 * SECOND);
      search.now += 30 * SECOND;
      SearchResult result = search.findAt(log.end() - lag);
      queries += result.queries();
      assertThat(result.timestamps()).hasSize(1);
    }

    assertThat(queries / 20.0).isLessThanOrEqualTo(perCycle);
  }

  private static void tenPerSecond(ModelLog log, long from, long until) {
    for (long time = from; time < until; time += SECOND / 10) {
      log.append(time);
    }
  }

  @Test
  void aPositionThatHasNotMovedCostsNothing() throws InterruptedException {
    ModelLog log = new ModelLog();
    Traffic.OUT_OF_ORDER.fill(log, new Random(1), NOON - WEEK, NOON, 3_000);
    var search = SearchUnderTest.in(log);
    search.findAt(1_234);
    log.append(NOON);

    assertThat(search.findAt(1_234).queries()).isZero();
  }

  @Test
  void aPositionThatMovesBetweenCloseAnchorsCostsNothing() throws InterruptedException {
    ModelLog log = new ModelLog();
    Traffic.UNIFORM.fill(log, new Random(1), NOON - WEEK, NOON, 7 * 24 * 360);
    var search = SearchUnderTest.in(log);
    long position = log.end() - 24 * 360;
    search.findAt(position);

    SearchResult moved = search.findAt(position + 12);

    assertThat(moved.queries()).isZero();
    assertThat(moved.timestamps()).hasSize(1);
  }

  @Test
  void aRoundAsksForAllPartitionsAtOnce() throws InterruptedException {
    var search = tenPartitions(100_000);

    SearchResult result = search.findAt(2_000);

    assertThat(search.broker.calls).hasSize(3).allSatisfy(each -> assertThat(each).hasSize(10));
    assertThat(result.queries()).isEqualTo(30);
  }

  @Test
  void noMoreIsAskedThanMayBe() throws InterruptedException {
    var search = tenPartitions(14);

    SearchResult result = search.findAt(2_000);

    assertThat(search.broker.queries()).isEqualTo(14);
    assertThat(result.queries()).isEqualTo(14);
    assertThat(result.unfinished()).isEqualTo(10);
  }

  @Test
  void theNextSearchGoesOnWhereTheOneBeforeHadToEnd() throws InterruptedException {
    var search = tenPartitions(14);
    search.findAt(2_000);
    search.findAt(2_000);

    SearchResult last = search.findAt(2_000);

    assertThat(last.timestamps()).hasSize(10);
    assertThat(search.broker.queries()).isEqualTo(30);
  }

  @Test
  void theLargestLagComesFirst() throws InterruptedException {
    var search = tenPartitions(3);
    List<Unread> unread =
        search.broker.logs.keySet().stream()
            .map(each -> new Unread(each, 2_000 - each.number(), 1_000 + each.number()))
            .toList();

    SearchResult result = search.find(unread);

    assertThat(search.broker.calls).containsExactly(Set.of(river(9), river(8), river(7)));
    assertThat(result.timestamps()).isEmpty();
  }

  @Test
  void nothingIsAskedWhenTheTimeIsOver() throws InterruptedException {
    var search = tenPartitions(100);
    search.time = Duration.ZERO;

    SearchResult result = search.findAt(2_000);

    assertThat(search.broker.calls).isEmpty();
    assertThat(result.unfinished()).isEqualTo(10);
  }

  @Test
  void aRoundIsNoLargerThanTheTimeThatIsLeft() throws InterruptedException {
    var search = tenPartitions(100);
    search.time = Duration.ofSeconds(15);
    // Ten queries take 10 s: in the 5 s that are left, four are sure to be answered.
    search.broker.beforeAnswer = () -> search.nanos += Duration.ofSeconds(10).toNanos();

    search.findAt(2_000);

    assertThat(search.broker.calls).extracting(Set::size).containsExactly(10, 4);
  }

  @Test
  void fewAnswersAreKept() throws InterruptedException {
    ModelLog log = new ModelLog();
    Traffic.BURSTY.fill(log, new Random(1), NOON - WEEK, NOON, 3_000);
    var search = SearchUnderTest.in(log);

    for (long position = 2_999; position >= 0; position -= 37) {
      search.findAt(position);
    }

    assertThat(search.search.anchorsOf(RIVERS)).isLessThanOrEqualTo(18);
  }

  private static SearchUnderTest tenPartitions(int queries) {
    var search = new SearchUnderTest(queries);
    for (int i = 0; i < 10; i++) {
      ModelLog log = new ModelLog();
      Traffic.UNIFORM.fill(log, new Random(1), NOON - WEEK, NOON, 3_000);
      search.broker.with(river(i), log);
    }
    return search;
  }

  private static Partition river(int number) {
    return new Partition("rivers", number);
  }
}
