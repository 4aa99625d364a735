package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.demo.Check.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckRunTest {
  private static final Published NOTHING = new Published(Map.of(), Map.of());

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void bothNumbersAreShown() throws InterruptedException {
    boolean passed = run(Duration.ZERO, number("in", OptionalDouble.of(10_000), 10_000));

    assertThat(passed).isTrue();
    assertThat(lines())
        .containsExactly("ok   in: published 10000, put in 10000", "1 passed, 0 failed");
  }

  @Test
  void aDifferenceFails() throws InterruptedException {
    boolean passed =
        run(
            Duration.ZERO,
            number("in", OptionalDouble.of(9.5), 10),
            number("out", OptionalDouble.of(3), 3));

    assertThat(passed).isFalse();
    assertThat(lines())
        .containsExactly(
            "FAIL in: published 9.5, put in 10",
            "ok   out: published 3, put in 3",
            "1 passed, 1 failed");
  }

  @Test
  void whatIsMissingIsNotZero() throws InterruptedException {
    boolean passed = run(Duration.ZERO, number("late", OptionalDouble.empty(), 0));

    assertThat(passed).isFalse();
    assertThat(lines().get(0)).isEqualTo("FAIL late: published nothing, put in 0");
  }

  @Test
  void aCheckThatThrowsFails() throws InterruptedException {
    Check check =
        new Check(
            "rest",
            now -> {
              throw new IllegalStateException("no answer");
            });

    assertThat(run(Duration.ZERO, check)).isFalse();
    assertThat(lines().get(0)).isEqualTo("FAIL rest: no answer");
  }

  @Test
  void aCheckIsJudgedUntilItPasses() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    Check check =
        new Check("slow", now -> new Outcome(calls.incrementAndGet() == 3, "call " + calls.get()));

    assertThat(run(Duration.ofMinutes(1), check)).isTrue();
    assertThat(lines()).containsExactly("ok   slow: call 3", "1 passed, 0 failed");
  }

  private static Check number(String name, OptionalDouble published, double putIn) {
    return Check.number(name, now -> published, "put in", now -> putIn);
  }

  private boolean run(Duration limit, Check... checks) throws InterruptedException {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new CheckRun(List.of(checks), () -> NOTHING).run(limit, out);
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
