package io.streamgauge.benchmarks.job;

import io.streamgauge.benchmarks.report.Spread;
import io.streamgauge.benchmarks.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the reporter costs a job: rounds of a cluster without it and one with it. */
public final class JobComparison {

  private static final Duration WINDOW = Duration.ofSeconds(10);

  /** What DESIGN.md, section 4 allows. */
  private static final double MOST_PERCENT = 1;

  private final int rounds;
  private final Duration time;

  /** Percent by which the reference is faster. */
  private final List<Double> againstNone = new ArrayList<>();

  private final List<Double> scrapedAgainstNot = new ArrayList<>();
  private final List<Double> noise = new ArrayList<>();
  private final List<Double> rates = new ArrayList<>();

  /**
   * A comparison.
   *
   * @param time how long each cluster is measured, after half of it to warm up
   */
  public JobComparison(int rounds, Duration time) {
    this.rounds = rounds;
    this.time = time;
  }

  /** Runs all rounds, and tells of them in Markdown. */
  public String run() throws IOException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      System.err.printf("round %d of %d: job without and with the reporter%n", round, rounds);
      Rates none = measure(/* hasReporter= */ false, noise);
      Rates reported = measure(/* hasReporter= */ true, scrapedAgainstNot);
      againstNone.add(percent(none.all(), reported.scraped()));
      rates.add(none.all());
    }
    return text();
  }

  /**
   * Records a second of one cluster.
   *
   * @param scraped while it was scraped, or, without a reporter, would have been
   */
  private record Rates(double all, double scraped) {}

  /**
   * Measures pairs of windows, of which one is scraped.
   *
   * @param differences gets the difference of each pair
   */
  private Rates measure(boolean hasReporter, List<Double> differences)
      throws IOException, InterruptedException {
    List<Double> scraped = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    try (JobRun job = JobRun.start(hasReporter)) {
      job.window(time.dividedBy(2), hasReporter);
      long pairs = Math.max(1, time.toNanos() / (2 * WINDOW.toNanos()));
      for (int pair = 0; pair < pairs; pair++) {
        // Which comes first changes: a trend must not count as a difference.
        boolean isFirstScraped = pair % 2 == 0;
        double first = job.window(WINDOW, hasReporter && isFirstScraped);
        double second = job.window(WINDOW, hasReporter && !isFirstScraped);
        double with = isFirstScraped ? first : second;
        double without = isFirstScraped ? second : first;
        scraped.add(with);
        all.addAll(List.of(with, without));
        differences.add(percent(without, with));
      }
    }
    return new Rates(Spread.of(all).median(), Spread.of(scraped).median());
  }

  private static double percent(double reference, double rate) {
    return (reference / rate - 1) * 100;
  }

  private String text() {
    Spread cost = Spread.of(againstNone);
    String verdict = cost.median() <= MOST_PERCENT ? "met" : "NOT MET";
    Table table =
        new Table("lost throughput", "min", "median", "max", "target", "")
            .row(row("reporter, scraped every 5 s, against no reporter", cost, "<= 1 %", verdict))
            .row(row("the same process, scraped against not", Spread.of(scrapedAgainstNot), "", ""))
            .row(row("noise: the same pairs without a reporter", Spread.of(noise), "", ""));
    return String.format(
        Locale.ROOT,
        """
        A job that only computes (numbers, a hash of each, about %.2f million records a second) with one
        task on each core and %d more metrics; a cluster of its own for each turn, %d rounds of one without
        and one with the reporter, each warmed up for %d s and measured for %d s in windows of %d s, of which
        with the reporter every other one is scraped, on the same machine. What differs by less than the
        noise is not known.

        %s""",
        Spread.of(rates).median() / 1e6,
        JobRun.METRICS,
        rounds,
        time.toSeconds() / 2,
        time.toSeconds(),
        WINDOW.toSeconds(),
        table);
  }

  private static String[] row(String what, Spread spread, String target, String verdict) {
    return new String[] {
      what,
      percentText(spread.min()),
      percentText(spread.median()),
      percentText(spread.max()),
      target,
      verdict
    };
  }

  private static String percentText(double percent) {
    return String.format(Locale.ROOT, "%.2f %%", percent);
  }
}
