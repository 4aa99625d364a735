package io.streamgauge.demo;

import io.streamgauge.demo.Check.Outcome;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Judges checks, again and again until all have passed or time is up. */
final class CheckRun {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final List<Check> checks;
  private final Supplier<Published> source;

  CheckRun(List<Check> checks, Supplier<Published> source) {
    this.checks = List.copyOf(checks);
    this.source = source;
  }

  /** Prints a line for each check and the sum, and returns whether all passed. */
  boolean run(Duration limit, PrintStream out) throws InterruptedException {
    Map<Check, Outcome> outcomes = outcomes(limit);
    outcomes.forEach(
        (check, outcome) ->
            out.printf(
                "%-4s %s: %s%n", outcome.passed() ? "ok" : "FAIL", check.name(), outcome.detail()));
    long passed = outcomes.values().stream().filter(Outcome::passed).count();
    long failed = outcomes.size() - passed;
    out.printf("%d passed, %d failed%n", passed, failed);
    return failed == 0;
  }

  private Map<Check, Outcome> outcomes(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Map<Check, Outcome> outcomes = new LinkedHashMap<>();
    while (true) {
      judgeOpen(outcomes);
      boolean done = outcomes.values().stream().allMatch(Outcome::passed);
      if (done || System.nanoTime() - end >= 0) {
        return outcomes;
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private void judgeOpen(Map<Check, Outcome> outcomes) {
    Published now = source.get();
    for (Check check : checks) {
      Outcome last = outcomes.get(check);
      if (last == null || !last.passed()) {
        outcomes.put(check, judge(check, now));
      }
    }
  }

  private static Outcome judge(Check check, Published now) {
    try {
      return check.rule().apply(now);
    } catch (RuntimeException e) {
      return new Outcome(false, String.valueOf(e.getMessage()));
    }
  }
}
