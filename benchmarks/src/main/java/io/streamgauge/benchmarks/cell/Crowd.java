package io.streamgauge.benchmarks.cell;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Scrapers that all ask at the same moment. */
final class Crowd implements AutoCloseable {

  private final List<ScrapeClient> clients;
  private final CyclicBarrier start;
  private final ExecutorService threads;

  Crowd(int size, Supplier<ScrapeClient> client) {
    this.clients = Stream.generate(client).limit(size).toList();
    this.start = new CyclicBarrier(size);
    this.threads = Executors.newFixedThreadPool(size);
  }

  /** Lets each scrape once; the median of the milliseconds that they took. */
  double scrape() throws IOException {
    try {
      double[] millis = new double[clients.size()];
      List<Future<Double>> running = threads.invokeAll(clients.stream().map(this::timed).toList());
      for (int i = 0; i < millis.length; i++) {
        millis[i] = running.get(i).get();
      }
      Arrays.sort(millis);
      return (millis[millis.length / 2 - 1] + millis[millis.length / 2]) / 2;
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  private Callable<Double> timed(ScrapeClient client) {
    return () -> {
      start.await();
      return Sampling.millis(client::scrape);
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
