package io.streamgauge.reporter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts servers and clients for a test, and ends them after it.
 *
 * <p>Whatever a test is about, after it no body is open, none was closed twice, no memory of the
 * server is in use and its thread is gone.
 */
final class ServerFixture implements AfterEachCallback {

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<MetricsServer> servers = new ArrayList<>();
  private final List<FakeSource> sources = new ArrayList<>();
  private final List<RawClient> clients = new ArrayList<>();

  ServerFixture() {
    LeakRecorder.install();
  }

  MetricsServer start(FakeSource source) throws IOException {
    return start(source, HttpLimits.defaults());
  }

  MetricsServer start(FakeSource source, HttpLimits limits) throws IOException {
    return start(source, MetricsServer.serving(source).limits(limits));
  }

  MetricsServer start(FakeSource source, MetricsServer.Builder builder) throws IOException {
    MetricsServer server = builder.bind("127.0.0.1", List.of(0));
    servers.add(server);
    sources.add(source);
    return server;
  }

  RawClient connect(MetricsServer server) throws IOException {
    return added(RawClient.connect(server.port()));
  }

  RawClient connectNarrow(MetricsServer server) throws IOException {
    return added(RawClient.connectNarrow(server.port()));
  }

  RawClient connectFrom(String address, MetricsServer server) throws IOException {
    return added(RawClient.connectFrom(address, server.port()));
  }

  /** Asks as a normal client does. */
  HttpResponse<String> get(MetricsServer server, String target, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(server, target)).timeout(WaitLimit.LIMIT);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static URI uri(MetricsServer server, String target) {
    return URI.create("http://127.0.0.1:" + server.port() + target);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    for (RawClient raw : clients) {
      raw.close();
    }
    for (MetricsServer server : servers) {
      server.close();
      assertThat(server.connectionCount()).isZero();
      assertThat(server.usedMemoryBytes()).isZero();
    }
    assertThat(sources)
        .flatExtracting(FakeSource::opened)
        .allSatisfy(body -> assertThat(body.closeCount()).isEqualTo(1));
    eventually(() -> serverThreads().isEmpty());
    assertThat(LeakRecorder.leaks()).isEmpty();
  }

  /** Waits until {@code condition} holds. */
  static void eventually(Callable<Boolean> condition) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
  }

  static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("streamgauge-http"))
        .toList();
  }

  private RawClient added(RawClient raw) {
    clients.add(raw);
    return raw;
  }
}
