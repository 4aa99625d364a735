package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TimedCallTest {

  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ManualTimer timer = new ManualTimer();
  private final List<String> heard = new ArrayList<>();
  private final List<Consumer<Outcome>> outcomes = new ArrayList<>();
  private final ProbeThread thread = new ProbeThread("test", getClass().getClassLoader());

  @Test
  void end_withinTheLimit_isInTime() {
    TimedCall unused = call();

    end();

    assertThat(heard).containsExactly("ended in time");
    assertThat(timer.waiting()).isEmpty();
  }

  @Test
  void limitOver_isInterrupted_endIsLate() {
    TimedCall unused = call();

    timer.run(LIMIT);
    end();

    assertThat(heard).containsExactly("interrupted", "ended late");
    assertThat(timer.waiting()).isEmpty();
  }

  @Test
  void graceOver_hangs() {
    TimedCall unused = call();

    timer.run(LIMIT);
    timer.run(GRACE);

    assertThat(heard).containsExactly("interrupted", "hangs");
  }

  @Test
  void drop_outcomeAfterwards_isIgnored() {
    TimedCall call = call();

    call.drop();
    end();

    assertThat(heard).isEmpty();
    assertThat(timer.waiting()).isEmpty();
  }

  @Test
  void cancel_outcomeAfterwards_isIgnored() {
    TimedCall call = call();
    timer.run(LIMIT);

    call.cancel();
    end();

    assertThat(heard).containsExactly("interrupted");
    assertThat(timer.waiting()).isEmpty();
  }

  @Test
  void callThatCannotBeMade_leavesNoDeadline() {
    StepTimer steps = new StepTimer(timer, () -> 0);

    assertThatThrownBy(
            () ->
                new TimedCall(
                    steps,
                    whenEnded -> {
                      throw new OutOfMemoryError("made to fail");
                    },
                    LIMIT,
                    GRACE,
                    new Listener()))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(timer.waiting()).isEmpty();
  }

  /** Makes a call on a thread that does not run. */
  private TimedCall call() {
    return new TimedCall(
        new StepTimer(timer, () -> 0),
        whenEnded -> {
          outcomes.add(whenEnded);
          return thread.add(() -> {}, () -> {});
        },
        LIMIT,
        GRACE,
        new Listener());
  }

  private void end() {
    outcomes
        .get(0)
        .accept(Outcome.of(null, /* clean= */ true, /* idle= */ false, Duration.ofSeconds(1)));
  }

  private final class Listener implements TimedCall.Listener {

    @Override
    public void interrupted() {
      heard.add("interrupted");
    }

    @Override
    public void ended(Outcome outcome, boolean isLate) {
      heard.add(isLate ? "ended late" : "ended in time");
    }

    @Override
    public void hangs() {
      heard.add("hangs");
    }
  }
}
