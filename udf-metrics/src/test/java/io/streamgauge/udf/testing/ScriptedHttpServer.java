package io.streamgauge.udf.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on loopback that does what the path says, and counts it.
 *
 * <p>A path is a list of steps, as {@code /500,500,200}: the nth request for the same path and
 * query gets the nth step, and the last one from then on. A step is a status, or
 *
 * <ul>
 *   <li>{@code slow}: 200 after 100 ms;
 *   <li>{@code reset}: the connection is reset (RST) without a reply;
 *   <li>{@code closed}: the connection is closed (FIN) without a reply;
 *   <li>{@code late}: 200 when the test says so, see {@link #release};
 *   <li>{@code never}: no reply, until the server is closed.
 * </ul>
 *
 * <p>Each connection is for one request, whose body must be empty. A GET is sent again by the JDK's
 * client itself when its connection is lost before the reply; a POST is not.
 */
public final class ScriptedHttpServer implements AutoCloseable {

  private static final int SLOW_MILLIS = 100;

  private final ServerSocket listener;
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> steps = new ConcurrentHashMap<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private ScriptedHttpServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** A server that listens. */
  public static ScriptedHttpServer start() {
    try {
      ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      ScriptedHttpServer server = new ScriptedHttpServer(listener);
      run("scripted-http", server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a path and perhaps a query is found. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + '/' + path);
  }

  /** How many requests have got the step, or wait for its reply. */
  public int count(String step) {
    AtomicInteger count = steps.get(step);
    return count == null ? 0 : count.get();
  }

  /** How many requests have come. */
  public int count() {
    return steps.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** Lets every {@code late} request have its reply. */
  public void release() {
    released.countDown();
  }

  @Override
  public void close() {
    closed.countDown();
    released.countDown();
    quietly(listener::close);
    connections.forEach(connection -> quietly(connection::close));
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket connection = listener.accept();
      connections.add(connection);
      run("scripted-http-connection", () -> serve(connection));
    }
  }

  private void serve(Socket connection) throws IOException, InterruptedException {
    try (connection) {
      String target = target(connection);
      if (target != null) {
        perform(step(target), connection);
      }
    } finally {
      connections.remove(connection);
    }
  }

  /** What follows the slash; null if no request has come. */
  private static @Nullable String target(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    String request = in.readLine();
    String header = request;
    while (header != null && !header.isEmpty()) {
      header = in.readLine();
    }
    return header == null || request == null ? null : request.split(" ", -1)[1].substring(1);
  }

  private String step(String target) {
    String[] script = target.replaceFirst("\\?.*", "").split(",", -1);
    int before = requests.computeIfAbsent(target, key -> new AtomicInteger()).getAndIncrement();
    String step = script[Math.min(before, script.length - 1)];
    steps.computeIfAbsent(step, key -> new AtomicInteger()).incrementAndGet();
    return step;
  }

  private void perform(String step, Socket connection) throws IOException, InterruptedException {
    switch (step) {
      case "reset" -> connection.setSoLinger(true, 0);
      case "closed" -> connection.shutdownOutput();
      case "never" -> closed.await();
      case "late" -> {
        released.await();
        reply(connection, 200);
      }
      case "slow" -> {
        boolean isClosed = closed.await(SLOW_MILLIS, TimeUnit.MILLISECONDS);
        reply(connection, isClosed ? 503 : 200);
      }
      default -> reply(connection, Integer.parseInt(step));
    }
  }

  private static void reply(Socket connection, int status) throws IOException {
    String reply =
        "HTTP/1.1 " + status + " As scripted\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    OutputStream out = connection.getOutputStream();
    out.write(reply.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void run(String name, Action action) {
    Thread thread = new Thread(() -> quietly(action), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** A client that has gone, and the end of the server, are no faults. */
  private static void quietly(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      // See above.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Action {
    void run() throws IOException, InterruptedException;
  }
}
