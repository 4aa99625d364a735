package io.streamgauge.it.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.cluster.StubServer;
import io.streamgauge.it.soak.RestProxy.Fault;
import java.io.IOException;
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
  private final StubServer flink =
      StubServer.start(
          exchange -> StubServer.send(exchange, 200, exchange.getRequestURI().getPath()));
  private final RestProxy proxy = RestProxy.start(flink.address().getPort());
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    proxy.close();
    flink.close();
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
