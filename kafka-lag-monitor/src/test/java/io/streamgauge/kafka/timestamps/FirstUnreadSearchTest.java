package io.streamgauge.kafka.timestamps;

import static io.streamgauge.kafka.timestamps.SearchUnderTest.HOUR;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.MINUTE;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.NOON;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.RIVERS;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FirstUnreadSearchTest {

  @Test
  void theOnlyRecordIsFoundExactly() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - HOUR));

    assertThat(search.ageAt(0)).hasValue(HOUR);
  }

  @Test
  void aRecordThatWaitsAfterAnIdleTimeIsFoundExactly() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - 30 * HOUR, NOON - 3 * HOUR));

    assertThat(search.ageAt(1)).hasValue(3 * HOUR);
  }

  @Test
  void theLagOfAWaitingRecordGrowsBySecondsAsTimeGoesByAndCostsNothing()
      throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - HOUR, NOON - 10 * SECOND));
    search.findAt(1);
    search.now += 300 * SECOND;

    SearchResult later = search.findAt(1);

    assertThat(later.timestamps()).containsValue(NOON - 10 * SECOND);
    assertThat(later.queries()).isZero();
  }

  @Test
  void evenTrafficIsFoundWithinTheTolerance() throws InterruptedException {
    ModelLog log = new ModelLog();
    for (long age = 48 * HOUR; age > 0; age -= 10 * SECOND) {
      log.append(NOON - age);
    }
    var search = SearchUnderTest.in(log);

    assertThat(search.ageAt(log.end() - 8 * 360).orElseThrow())
        .isCloseTo(8 * HOUR, Offset.offset(24 * MINUTE));
  }

  @Test
  void ofManyRecordsOfOneTimestampItIsThat() throws InterruptedException {
    ModelLog log = ModelLog.of(NOON - 2 * HOUR);
    for (int i = 0; i < 1_000; i++) {
      log.append(NOON - HOUR);
    }
    log.append(NOON - MINUTE);
    var search = SearchUnderTest.in(log);

    assertThat(search.ageAt(500).orElseThrow()).isCloseTo(HOUR, Offset.offset(3 * MINUTE));
  }

  @Test
  void aRecordOlderThanOneBeforeItCountsAsThatOne() throws InterruptedException {
    var search =
        SearchUnderTest.in(
            ModelLog.of(NOON - 9 * HOUR, NOON - HOUR, NOON - 8 * HOUR, NOON - 7 * HOUR));

    assertThat(search.ageAt(3).orElseThrow()).isCloseTo(HOUR, Offset.offset(3 * MINUTE));
  }

  @Test
  void behindARecordFromTheFutureNothingIsFound() throws InterruptedException {
    var search =
        SearchUnderTest.in(ModelLog.of(NOON - HOUR, NOON + HOUR, NOON - 30 * MINUTE, NOON));

    SearchResult result = search.findAt(2);

    assertThat(result.timestamps()).isEmpty();
    assertThat(result.unfinished()).isZero();
  }

  @Test
  void whatIsHiddenIsNotAskedForAgain() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - HOUR, NOON + HOUR, NOON - MINUTE));
    search.findAt(2);
    search.now += MINUTE;

    assertThat(search.findAt(2).queries()).isZero();
  }

  @Test
  void whenItsTimeHasComeARecordHidesNoLonger() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - HOUR, NOON + HOUR, NOON - MINUTE));
    search.findAt(2);
    search.now += 3 * HOUR;

    assertThat(search.ageAt(2).orElseThrow()).isCloseTo(2 * HOUR, Offset.offset(6 * MINUTE));
  }

  @Test
  void aRecordThatIsDeletedHidesNoLonger() throws InterruptedException {
    ModelLog log = ModelLog.of(NOON - 2 * HOUR, NOON + HOUR, NOON - HOUR, NOON - MINUTE);
    var search = SearchUnderTest.in(log);
    search.findAt(2);
    log.remove(offset -> offset < 2);
    search.search.forgetBelow(Map.of(RIVERS, 2L));

    assertThat(search.ageAt(2)).hasValue(HOUR);
  }

  @Test
  void aRecordFromTheFutureIsItselfFound() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - HOUR, NOON + HOUR, NOON - MINUTE));

    assertThat(search.timestampAt(1)).hasValue(NOON + HOUR);
  }

  @Test
  void aRecordFromTheFutureDoesNotHideWhatIsBeforeIt() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - 2 * HOUR, NOON - HOUR, NOON + HOUR));

    assertThat(search.ageAt(1)).hasValue(HOUR);
  }

  @Test
  void whereRecordsAreCompactedAwayTheNextOneCounts() throws InterruptedException {
    ModelLog log = ModelLog.of(NOON - 9 * HOUR, NOON - 8 * HOUR, NOON - 7 * HOUR, NOON - HOUR);
    log.remove(offset -> offset == 1 || offset == 2);
    var search = SearchUnderTest.in(log);
    search.compacted = Set.of("rivers");

    assertThat(search.ageAt(1)).hasValue(HOUR);
  }

  @Test
  void whereNothingIsCompactedARecordThatIsNotFoundIsNoYoungerThanTheOneBefore()
      throws InterruptedException {
    ModelLog log = ModelLog.of(NOON - 9 * HOUR, NOON - 8 * HOUR, NOON - 7 * HOUR, NOON - HOUR);
    log.remove(offset -> offset == 1 || offset == 2);
    var search = SearchUnderTest.in(log);

    assertThat(search.ageAt(1).orElseThrow()).isCloseTo(9 * HOUR, Offset.offset(27 * MINUTE));
  }

  @Test
  void aPositionBeforeTheStartIsThatOfTheFirstRecord() throws InterruptedException {
    ModelLog log = ModelLog.of(NOON - 9 * HOUR, NOON - 8 * HOUR, NOON - 7 * HOUR, NOON - HOUR);
    log.remove(offset -> offset < 2);
    var search = SearchUnderTest.in(log);

    assertThat(search.ageAt(0)).hasValue(7 * HOUR);
  }

  @Test
  void inALogWithoutRecordsNothingIsFound() throws InterruptedException {
    ModelLog log = ModelLog.of(NOON - HOUR, NOON);
    log.remove(offset -> true);
    var search = SearchUnderTest.in(log);

    SearchResult result = search.findAt(0);

    assertThat(result.timestamps()).isEmpty();
    assertThat(result.queries()).isOne();
  }

  @Test
  void withNothingUnreadNothingIsAsked() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON));

    SearchResult result = search.find(List.of());

    assertThat(result.queries()).isZero();
    assertThat(search.broker.calls).isEmpty();
  }

  @Test
  void severalPositionsOfAPartitionAreAllFound() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - 9 * HOUR, NOON - HOUR, NOON - MINUTE));
    Unread far = new Unread(RIVERS, 1, 2);
    Unread near = new Unread(RIVERS, 2, 1);

    SearchResult result = search.find(List.of(near, far));

    assertThat(result.timestamps())
        .containsExactlyInAnyOrderEntriesOf(Map.of(far, NOON - HOUR, near, NOON - MINUTE));
  }

  @Test
  void aTruncatedLogIsLookedAtAnew() throws InterruptedException {
    ModelLog log = ModelLog.of(NOON - 9 * HOUR, NOON - 8 * HOUR, NOON - 7 * HOUR);
    var search = SearchUnderTest.in(log);
    search.findAt(1);
    log.truncate(1);
    log.append(NOON - HOUR);

    assertThat(search.ageAt(1)).hasValue(HOUR);
  }

  @Test
  void answersThatContradictWhatIsKnownReplaceIt() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - 9 * HOUR, NOON - 8 * HOUR, NOON - HOUR));
    search.findAt(2);
    search.broker.with(
        RIVERS, ModelLog.of(NOON - 50, NOON - 40, NOON - 30, NOON - 20, NOON - 10, NOON));

    assertThat(search.ageAt(4).orElseThrow()).isCloseTo(10L, Offset.offset(SECOND));
  }

  @Test
  void ofAPartitionCreatedAnewNothingIsKnown() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - 9 * HOUR, NOON - 8 * HOUR));
    search.findAt(1);
    search.broker.with(RIVERS, ModelLog.of(NOON - 2 * HOUR, NOON - HOUR));
    search.search.forget(RIVERS);

    assertThat(search.ageAt(1)).hasValue(HOUR);
  }

  @Test
  void partitionsThatAreNotRetainedAreForgotten() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - 9 * HOUR, NOON - 8 * HOUR));
    search.findAt(1);

    search.search.retain(Set.of(new Partition("lakes", 0)));

    assertThat(search.search.anchorsOf(RIVERS)).isZero();
  }

  @Test
  void aPartitionThatDoesNotAnswerCostsOnlyItself() throws InterruptedException {
    Partition silent = new Partition("rivers", 1);
    var search = SearchUnderTest.in(ModelLog.of(NOON - HOUR));
    search.broker.with(silent, ModelLog.of(NOON - HOUR));
    search.broker.failing.put(silent, ProbeError.TIMEOUT);

    SearchResult result = search.findAt(0);

    assertThat(result.timestamps()).containsOnlyKeys(new Unread(RIVERS, 0, 1));
    assertThat(result.failures()).isEqualTo(Map.of(silent, ProbeError.TIMEOUT));
    assertThat(result.unfinished()).isOne();
    assertThat(result.queries()).isEqualTo(2);
  }

  @Test
  void whatIsKnownIsToldWhenTheClusterDoesNotAnswer() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - HOUR, NOON - MINUTE));
    search.findAt(1);
    search.broker.callsUntilDown = 0;
    Unread known = new Unread(RIVERS, 1, 1);

    SearchResult result = search.find(List.of(known, new Unread(new Partition("lakes", 0), 7, 3)));

    assertThat(result.timestamps()).isEqualTo(Map.of(known, NOON - MINUTE));
    assertThat(result.problem().map(ProbeException::reason)).hasValue(ProbeError.UNREACHABLE);
    assertThat(result.unfinished()).isOne();
  }

  @Test
  void whereNothingIsUnreadThereIsNoFirstUnreadRecord() {
    assertThatThrownBy(() -> new Unread(RIVERS, 7, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nothing is unread at 7 of rivers-0");
  }

  @Test
  void aClockThatIsSetBackTellsNoLies() throws InterruptedException {
    var search = SearchUnderTest.in(ModelLog.of(NOON - HOUR, NOON - MINUTE, NOON - SECOND));
    search.findAt(2);
    search.now -= 30 * MINUTE;

    assertThat(search.timestampAt(1)).isIn(OptionalLong.of(NOON - MINUTE), OptionalLong.empty());
  }
}
