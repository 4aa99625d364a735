package io.streamgauge.benchmarks.instrumentation;

import io.streamgauge.benchmarks.report.Table;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Version;

/** What it costs a record to be measured by the library for jobs, over the same code bare. */
public final class InstrumentationCost {

  private static final double NOT_ASKED = Double.MAX_VALUE;

  private final int forks;
  private final TimeValue time;

  /**
   * Measures.
   *
   * @param forks how many JVMs each benchmark is run in
   * @param seconds how long each of its five iterations lasts
   */
  public InstrumentationCost(int forks, int seconds) {
    this.forks = forks;
    this.time = TimeValue.seconds(seconds);
  }

  /** Runs JMH, and tells in Markdown. */
  public String run() {
    Options options =
        new OptionsBuilder()
            .include(InstrumentationCost.class.getPackageName() + "\\..*Benchmark\\..*")
            .addProfiler(GCProfiler.class)
            .forks(forks)
            .warmupIterations(5)
            .warmupTime(time)
            .measurementIterations(5)
            .measurementTime(time)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    try {
      return text(new Runner(options).run());
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not run", e);
    }
  }

  private static String text(Collection<RunResult> results) {
    Table table =
        new Table(
            "over the bare one",
            "bare",
            "measured",
            "more",
            "target",
            "",
            "more bytes",
            "target",
            "");
    row(table, results, "DataStream UDF", "map", 50, 0);
    row(table, results, "synchronous call", "sync", 50, 0);
    row(table, results, "Table UDF", "scalar", 150, NOT_ASKED);
    row(table, results, "asynchronous call", "async", 500, 160);
    Cost clock = cost(results, "clock");
    return String.format(
        Locale.ROOT,
        """
        JMH %s. Mean time and bytes allocated for one record or call, whose own work is next to nothing and whose reply is there at once. UDFs have
        one call in 100 timed. Of each external call the duration is measured, so it reads the clock twice; one reading of it took %.1f ns here.

        %s""",
        Version.getPlainVersion(),
        clock.nanos(),
        table);
  }

  private static void row(
      Table table,
      Collection<RunResult> results,
      String what,
      String benchmark,
      double mostNanos,
      double mostBytes) {
    Cost bare = cost(results, benchmark + "Bare");
    Cost measured = cost(results, benchmark + "Instrumented");
    double nanos = measured.nanos() - bare.nanos();
    double bytes = measured.bytes() - bare.bytes();
    table.row(
        what,
        nanos(bare.nanos()),
        nanos(measured.nanos()),
        nanos(nanos),
        "<= " + nanos(mostNanos),
        nanos <= mostNanos ? "met" : "NOT MET",
        String.format(Locale.ROOT, "%.0f B", bytes),
        mostBytes == NOT_ASKED ? "-" : String.format(Locale.ROOT, "<= %.0f B", mostBytes),
        Math.round(bytes) <= mostBytes ? "met" : "NOT MET");
  }

  private static String nanos(double nanos) {
    return String.format(Locale.ROOT, "%.0f ns", nanos);
  }

  private static Cost cost(Collection<RunResult> results, String benchmark) {
    RunResult result =
        results.stream()
            .filter(each -> each.getParams().getBenchmark().endsWith('.' + benchmark))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("JMH did not run " + benchmark));
    return new Cost(
        result.getPrimaryResult().getScore(),
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore());
  }

  private record Cost(double nanos, double bytes) {}
}
