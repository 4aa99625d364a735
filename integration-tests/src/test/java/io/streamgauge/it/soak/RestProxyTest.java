package io.streamgauge.it.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.streamgauge.it.soak.RestProxy.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestProxyTest {
  private final HttpServer flink;
  private final RestProxy proxy;
  private final HttpClient client = HttpClient.newHttpClient();

  RestProxyTest() throws IOException {
    flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    flink.createContext(
        "/",
        exchange -> {
          byte[] answer = exchange.getRequestURI().getPath().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    flink.start();
    proxy = RestProxy.start(flink.getAddress().getPort());
  }

  @AfterEach
  void close() {
    proxy.close();
    flink.stop(0);
  }

  @Test
  void error_isStatus500_untilTheFaultEnds() throws Exception {
    assertThat(get("/jobs").body()).isEqualTo("/jobs");
    proxy.use(Fault.ERROR);
    assertThat(get("/jobs").statusCode()).isEqualTo(500);
    proxy.use(Fault.NONE);
    assertThat(get("/jobs/overview").body()).isEqualTo("/jobs/overview");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSED", "TRUNCATED"})
  void brokenConnection_isAnIOException(Fault fault) {
    proxy.use(fault);

    assertThatThrownBy(() -> get("/jobs"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void silence_isATimeout() {
    proxy.use(Fault.SILENT);

    assertThatThrownBy(() -> get("/jobs", Duration.ofMillis(100)))
        .isInstanceOf(HttpTimeoutException.class);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(path, Duration.ofMinutes(1));
  }

  private HttpResponse<String> get(String path, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(proxy.address().resolve(path)).timeout(limit).build();
    return client.send(request, BodyHandlers.ofString());
  }
}
