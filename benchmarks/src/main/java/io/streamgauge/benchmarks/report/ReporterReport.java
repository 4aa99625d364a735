package io.streamgauge.benchmarks.report;

import static io.streamgauge.benchmarks.peer.Peer.BARE_LOOP;
import static io.streamgauge.benchmarks.peer.Peer.CLIENT_JAVA;
import static io.streamgauge.benchmarks.peer.Peer.STOCK;
import static io.streamgauge.benchmarks.peer.Peer.STREAMGAUGE;

import io.streamgauge.benchmarks.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The reporter's rows of DESIGN.md, section 4. */
public final class ReporterReport {

  /** The number of metrics that the targets are set for. */
  private static final int TARGET_METRICS = 100_000;

  /** What may be kept beside a body: for each series, and in all. */
  private static final double KEPT_PER_SERIES = 20;

  private static final double KEPT_BESIDE = 2e6;

  private final Results results;
  private final List<Integer> sizes;
  private final StringBuilder text = new StringBuilder();
  private int metrics;
  private Table table = new Table("");

  public ReporterReport(Results results, List<Integer> sizes) {
    this.results = results;
    this.sizes = sizes;
  }

  /** The report as Markdown. */
  public String text() {
    for (int size : sizes) {
      metrics = size;
      append("### " + size + " metrics\n\n");
      absolutes();
      ratios();
      compression();
    }
    return text.toString();
  }

  private void append(String part) {
    text.append(part);
  }

  private void absolutes() {
    table = new Table("median of the rounds", "streamgauge", "stock", "client_java", "bare loop");
    absolute("samples in a scrape", "samples", Unit.BYTES);
    absolute("scrape, gzip", "gzip.ms", Unit.MILLIS);
    absolute("scrape, plain", "plain.ms", Unit.MILLIS);
    absolute("each of 8 scrapers, gzip", "gzip.crowd.ms", Unit.MILLIS);
    absolute("each of 8 scrapers, plain", "plain.crowd.ms", Unit.MILLIS);
    absolute("allocated by a scrape, gzip", "gzip.allocated.bytes", Unit.MEGABYTES);
    absolute("allocated by a scrape, plain", "plain.allocated.bytes", Unit.MEGABYTES);
    absolute("answer, gzip", "gzip.bytes", Unit.MEGABYTES);
    absolute("answer, plain", "plain.bytes", Unit.MEGABYTES);
    absolute("memory of a registered metric", "registered.bytes", Unit.BYTES);
    absolute("registering", "added.per.second", Unit.THOUSANDS_PER_SECOND);
    absolute("removing", "removed.per.second", Unit.THOUSANDS_PER_SECOND);
    absolute("heap kept after scrapes", "kept.bytes", Unit.MEGABYTES);
    append(table + "\n");
  }

  private void absolute(String what, String measure, Unit unit) {
    List<String> cells = new ArrayList<>(List.of(what));
    for (Peer peer : List.of(STREAMGAUGE, STOCK, CLIENT_JAVA, BARE_LOOP)) {
      double median = results.spread(metrics, turn -> turn.median(peer, measure)).median();
      cells.add(measure.equals("samples") ? plainNumber(median) : unit.show(median));
    }
    table.row(cells.toArray(new String[0]));
  }

  private static String plainNumber(double number) {
    return Double.isNaN(number) ? "-" : Long.toString((long) number);
  }

  private void ratios() {
    table = new Table("compared in each round", "min", "median", "max", "target", "");
    faster("scrape, gzip: stock / ours", STOCK, "gzip.ms", Target.atLeast(8, "8x"));
    faster("scrape, gzip: client_java / ours", CLIENT_JAVA, "gzip.ms", Target.atLeast(4, "4x"));
    faster("scrape, gzip: bare loop with zlib 1 / ours", BARE_LOOP, "gzip.ms", null);
    faster("scrape, plain: stock / ours", STOCK, "plain.ms", null);
    faster("scrape, plain: client_java / ours", CLIENT_JAVA, "plain.ms", null);
    ratio(
        "scrape, plain: ours / bare loop",
        turn -> turn.median(STREAMGAUGE, "plain.ms") / turn.median(BARE_LOOP, "plain.ms"),
        Unit.TIMES,
        Target.atMost(1.5, "1.5x"));
    crowd("gzip", Target.atMost(2, "2x"));
    crowd("plain", Target.atMost(6, "6x"));
    own("allocated by a scrape, gzip", "gzip.allocated.bytes", Unit.MEGABYTES, megabytes(4));
    own("allocated by a scrape, plain", "plain.allocated.bytes", Unit.MEGABYTES, megabytes(4));
    own(
        "memory of a registered metric",
        "registered.bytes",
        Unit.BYTES,
        Target.atMost(150, "150 B"));
    Target rate = Target.atLeast(500_000, "500 k/s");
    own("registering", "added.per.second", Unit.THOUSANDS_PER_SECOND, rate);
    own("removing", "removed.per.second", Unit.THOUSANDS_PER_SECOND, rate);
    ratio(
        "heap kept / (20 B a series + 2 MB + gzip body)",
        this::kept,
        Unit.TIMES,
        Target.atMost(1, "1x"));
    append(table + "\n");
  }

  private static Target megabytes(int bound) {
    return Target.atMost(bound * 1e6, bound + " MB");
  }

  private double kept(Results.Turn turn) {
    double allowed =
        KEPT_PER_SERIES * turn.median(STREAMGAUGE, "samples")
            + KEPT_BESIDE
            + turn.median(STREAMGAUGE, "gzip.bytes");
    return turn.median(STREAMGAUGE, "kept.bytes") / allowed;
  }

  private void faster(String what, Peer peer, String measure, @Nullable Target target) {
    ratio(
        what,
        turn -> turn.median(peer, measure) / turn.median(STREAMGAUGE, measure),
        Unit.TIMES,
        target);
  }

  private void crowd(String encoding, Target target) {
    ratio(
        "8 scrapers at once / one alone, " + encoding,
        turn ->
            turn.median(STREAMGAUGE, encoding + ".crowd.ms")
                / turn.median(STREAMGAUGE, encoding + ".ms"),
        Unit.TIMES,
        target);
  }

  private void own(String what, String measure, Unit unit, Target target) {
    ratio(what, turn -> turn.median(STREAMGAUGE, measure), unit, target);
  }

  private void ratio(
      String what, ToDoubleFunction<Results.Turn> number, Unit unit, @Nullable Target target) {
    Spread spread = results.spread(metrics, number);
    Target judged = metrics == TARGET_METRICS ? target : null;
    table.row(
        what,
        unit.show(spread.min()),
        unit.show(spread.median()),
        unit.show(spread.max()),
        judged == null ? "" : judged.text(),
        judged == null ? "" : judged.verdict(spread));
  }

  private void compression() {
    table = new Table("compression", "scrape", "bytes");
    compressed("none", STREAMGAUGE, "plain.ms", "plain.bytes");
    compressed("ours", STREAMGAUGE, "gzip.ms", "gzip.bytes");
    compressed("bare loop, zlib 1", BARE_LOOP, "gzip.ms", "gzip.bytes");
    compressed("bare loop, zlib 6", BARE_LOOP, "zlib6.ms", "zlib6.bytes");
    compressed("stock (zlib 6)", STOCK, "gzip.ms", "gzip.bytes");
    append(table + "\n");
  }

  private void compressed(String what, Peer peer, String time, String bytes) {
    table.row(
        what,
        Unit.MILLIS.show(results.spread(metrics, turn -> turn.median(peer, time)).median()),
        Unit.MEGABYTES.show(results.spread(metrics, turn -> turn.median(peer, bytes)).median()));
  }
}
