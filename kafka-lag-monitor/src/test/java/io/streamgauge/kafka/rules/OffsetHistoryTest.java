package io.streamgauge.kafka.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetHistoryTest {

  private final OffsetHistory history = new OffsetHistory(Duration.ofMinutes(5));
  private long seconds;

  private void look(long offset, long lag) {
    history.add(TimeUnit.SECONDS.toNanos(seconds), offset, lag);
  }

  private void lookAfter(long passed, long offset, long lag) {
    seconds += passed;
    look(offset, lag);
  }

  @Test
  void beforeAWholeWindowNothingStandsStill() {
    look(5, 10);
    lookAfter(299, 5, 10);

    assertThat(history.isWhole()).isFalse();
    assertThat(history.stoodStill()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 30, 60, 300})
  void anOffsetThatIsTheSameForAWindowStoodStill(long interval) {
    look(5, 10);
    for (long passed = 0; passed < 300; passed += interval) {
      lookAfter(interval, 5, 10);
    }

    assertThat(history.stoodStill()).isTrue();
    assertThat(history.moved()).isFalse();
  }

  @Test
  void oneMoveInTheWindowIsEnough() {
    look(5, 10);
    lookAfter(100, 5, 10);
    lookAfter(100, 6, 10);
    lookAfter(100, 6, 10);
    lookAfter(100, 6, 10);

    assertThat(history.stoodStill()).isFalse();
    lookAfter(100, 6, 10);
    assertThat(history.stoodStill()).isTrue();
  }

  @Test
  void aMoveAndTheWayBackIsNoStandstill() {
    look(5, 10);
    lookAfter(150, 9, 6);
    lookAfter(150, 5, 10);

    assertThat(history.stoodStill()).isFalse();
  }

  @Test
  void aMomentWithoutLagIsRememberedHoweverCloseTheLooksAre() {
    for (int i = 0; i < 300; i++) {
      lookAfter(1, 5, i == 150 ? 0 : 10);
    }

    assertThat(history.hadCaughtUp()).isTrue();
    for (int i = 0; i < 320; i++) {
      lookAfter(1, 5, 10);
    }
    assertThat(history.hadCaughtUp()).isFalse();
  }

  @Test
  void lagThatNeverBecomesLessOnlyGrew() {
    for (int i = 0; i <= 10; i++) {
      lookAfter(30, i, 10 + i / 2);
    }

    assertThat(history.lagOnlyGrew()).isTrue();
  }

  @Test
  void oneStepBackIsEnoughForALagThatDoesNotOnlyGrow() {
    for (int i = 0; i <= 10; i++) {
      lookAfter(30, i, i == 5 ? 11 : 10 + i);
    }

    assertThat(history.lagOnlyGrew()).isFalse();
  }

  @Test
  void theSameLagHasNotGrown() {
    for (int i = 0; i <= 10; i++) {
      lookAfter(30, i, 10);
    }

    assertThat(history.lagOnlyGrew()).isFalse();
  }

  @Test
  void whatWentBackIsRewoundUntilItIsWhereItWas() {
    look(50, 10);
    lookAfter(30, 20, 40);
    assertThat(history.wasRewound()).isTrue();
    lookAfter(30, 49, 11);
    assertThat(history.wasRewound()).isTrue();

    lookAfter(30, 50, 10);

    assertThat(history.wasRewound()).isFalse();
  }

  @Test
  void aRewindIsToldForOneWindow() {
    look(50, 10);
    lookAfter(30, 20, 40);
    lookAfter(299, 21, 40);
    assertThat(history.wasRewound()).isTrue();

    lookAfter(1, 22, 40);

    assertThat(history.wasRewound()).isFalse();
  }

  @Test
  void itStaysSmallWhateverTheWindow() {
    OffsetHistory ofADay = new OffsetHistory(Duration.ofHours(24));

    for (int i = 0; i < 100_000; i++) {
      ofADay.add(TimeUnit.SECONDS.toNanos(i), i, i);
    }

    assertThat(ofADay.size()).isLessThanOrEqualTo(18);
    assertThat(ofADay.lagOnlyGrew()).isTrue();
  }
}
