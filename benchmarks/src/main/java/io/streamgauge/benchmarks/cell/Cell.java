package io.streamgauge.benchmarks.cell;

import io.streamgauge.benchmarks.peer.Peer;
import io.streamgauge.cluster.FreePorts;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.flink.metrics.reporter.MetricReporter;

/**
 * Measures one peer with one number of metrics, in a process of its own, and prints for each
 * measure its name and its values.
 */
public final class Cell {

  /** What begins a line of the output that is a measure. */
  public static final String MARK = "measured ";

  private static final int CROWD = 8;
  private static final int WARM_UP_SCRAPES = 40;
  private static final int ENOUGH = 25;

  private final Peer peer;
  private final FlinkWorkload workload;
  private final Duration time;
  private final PrintStream out;
  private final int port;
  private final MetricReporter reporter;

  private Cell(Peer peer, int metrics, Duration time, PrintStream out) throws IOException {
    this.peer = peer;
    this.workload = new FlinkWorkload(metrics);
    this.time = time;
    this.out = out;
    this.port = FreePorts.next();
    this.reporter = peer.start(port);
  }

  /**
   * Runs a cell.
   *
   * @param arguments the peer, the number of metrics, and the milliseconds that each measure may
   *     take
   */
  public static void main(String[] arguments) throws IOException {
    Peer peer = Peer.valueOf(arguments[0]);
    Duration time = Duration.ofMillis(Long.parseLong(arguments[2]));
    Cell cell = new Cell(peer, Integer.parseInt(arguments[1]), time, System.out);
    cell.measure();
    cell.reporter.close();
    // Servers of peers leave threads behind that are no daemons.
    System.exit(0);
  }

  private void measure() throws IOException {
    measureRegistration();
    long before = Heap.reachableBytes();
    print("samples", List.of((double) ScrapeClient.gzip(port, "/metrics").samples()));
    measureScrapes();
    long kept = Heap.reachableBytes() - before;
    print("kept.bytes", List.of((double) kept));
    if (peer == Peer.BARE_LOOP) {
      ScrapeClient slow = ScrapeClient.gzip(port, "/metrics?level=6");
      print("zlib6.ms", repeated(() -> Sampling.millis(slow::scrape)));
      print("zlib6.bytes", List.of((double) slow.scrape()));
    }
  }

  private void measureRegistration() throws IOException {
    long empty = Heap.reachableBytes();
    workload.addTo(reporter);
    double bytes = Heap.reachableBytes() - empty;
    print("registered.bytes", List.of(bytes / workload.size()));
    if (peer == Peer.BARE_LOOP) {
      return;
    }
    // The first cycles compile the code.
    int warmUp = Math.max(2, 200_000 / workload.size());
    for (int i = 0; i < warmUp; i++) {
      workload.removeFrom(reporter);
      workload.addTo(reporter);
    }
    List<Double> added = new ArrayList<>();
    print(
        "removed.per.second",
        repeated(
            () -> {
              double removed = rate(() -> workload.removeFrom(reporter));
              added.add(rate(() -> workload.addTo(reporter)));
              return removed;
            }));
    print("added.per.second", added);
  }

  private double rate(Sampling.Work work) throws IOException {
    return workload.size() / (Sampling.millis(work) / 1e3);
  }

  private void measureScrapes() throws IOException {
    ScrapeClient gzip = ScrapeClient.gzip(port, "/metrics");
    ScrapeClient plain = ScrapeClient.plain(port);
    Sampling warmUp = new Sampling(3, WARM_UP_SCRAPES, time);
    warmUp.take(gzip::scrape);
    warmUp.take(plain::scrape);
    measureScrapes("gzip", gzip);
    measureScrapes("plain", plain);
    measureCrowd("gzip", () -> ScrapeClient.gzip(port, "/metrics"));
    measureCrowd("plain", () -> ScrapeClient.plain(port));
  }

  /** The client runs on this thread, whose own bytes are not counted. */
  private void measureScrapes(String encoding, ScrapeClient client) throws IOException {
    List<Double> allocated = new ArrayList<>();
    print(
        encoding + ".ms",
        repeated(
            () -> {
              Allocation allocation = new Allocation();
              double millis = Sampling.millis(client::scrape);
              if (allocation.endedThreads() == 0) {
                allocated.add((double) allocation.bytes());
              }
              return millis;
            }));
    print(encoding + ".allocated.bytes", allocated);
    print(encoding + ".bytes", List.of((double) client.scrape()));
  }

  private void measureCrowd(String encoding, Supplier<ScrapeClient> client) throws IOException {
    try (Crowd crowd = new Crowd(CROWD, client)) {
      crowd.scrape();
      print(encoding + ".crowd.ms", new Sampling(2, ENOUGH, time).take(crowd::scrape));
    }
  }

  private List<Double> repeated(Sampling.Measured measured) throws IOException {
    return new Sampling(3, ENOUGH, time).take(measured);
  }

  private void print(String name, List<Double> values) {
    out.println(
        MARK
            + name
            + values.stream()
                .map(value -> String.format(Locale.ROOT, " %.3f", value))
                .collect(Collectors.joining()));
  }
}
