package io.streamgauge.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamgauge.demo.job.RiverPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the job asks: remote stations, each with an {@link Answer}, and the table of the gauges'
 * zeros. It counts what it is asked.
 */
final class GaugeServer implements AutoCloseable {
  private static final long LATE_MILLIS = RiverPlan.ANSWER_LIMIT.plusSeconds(1).toMillis();
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong questions = new AtomicLong();
  private final AtomicLong unchanged = new AtomicLong();
  private final AtomicBoolean failsOnce = new AtomicBoolean();
  private volatile ZeroTable table = ZeroTable.FIRST;

  private GaugeServer(HttpServer server) {
    this.server = server;
  }

  static GaugeServer start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    GaugeServer gauges = new GaugeServer(HttpServer.create(address, 0));
    gauges.server.createContext(RiverPlan.STATIONS_PATH, gauges::ask);
    gauges.server.createContext(RiverPlan.ZEROS_PATH, gauges::load);
    gauges.server.start();
    return gauges;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often remote stations were asked. */
  long questions() {
    return questions.get();
  }

  /** How often the table was asked for by who had it already. */
  long unchanged() {
    return unchanged.get();
  }

  /** Has a station more in the table from now on, but refuses the table once before. */
  void renewTable() {
    failsOnce.set(true);
    table = ZeroTable.SECOND;
  }

  private void ask(HttpExchange exchange) throws IOException {
    questions.incrementAndGet();
    Answer answer = Answer.of(exchange.getRequestURI().getPath()).orElse(Answer.UNKNOWN);
    switch (answer) {
      case NEVER -> {} // An exchange that is not closed stays open.
      case LATE -> answerLate(exchange);
      default -> answer(exchange, answer.status());
    }
  }

  private void answerLate(HttpExchange exchange) {
    ScheduledFuture<?> unused =
        later.schedule(
            () -> answer(exchange, Answer.LATE.status()), LATE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void load(HttpExchange exchange) throws IOException {
    ZeroTable current = table;
    if (failsOnce.compareAndSet(true, false)) {
      answer(exchange, UNAVAILABLE);
    } else if (current.version().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      unchanged.incrementAndGet();
      answer(exchange, NOT_MODIFIED);
    } else {
      answer(exchange, current);
    }
  }

  private static void answer(HttpExchange exchange, int status) {
    try (exchange) {
      exchange.sendResponseHeaders(status, -1);
    } catch (IOException e) {
      // Who asked is gone.
    }
  }

  private static void answer(HttpExchange exchange, ZeroTable table) throws IOException {
    byte[] content = table.bytes();
    exchange.getResponseHeaders().set("ETag", table.version());
    exchange.sendResponseHeaders(OK, content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    later.shutdownNow();
  }
}
