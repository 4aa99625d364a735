package io.streamgauge.udf.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.cluster.FreePorts;
import io.streamgauge.limits.WaitLimit;
import io.streamgauge.udf.call.ExternalCallSettings;
import io.streamgauge.udf.call.ExternalCalls;
import io.streamgauge.udf.call.Verdict;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import io.streamgauge.udf.testing.ScriptedHttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstrumentedHttpClientTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  private final ScriptedHttpServer server = ScriptedHttpServer.start();
  private final RecordedMetrics recorded = new RecordedMetrics();
  private final HttpClient bare =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final HttpClient client = instrumented(ExternalCalls.named("geo"));

  private HttpClient instrumented(ExternalCallSettings settings) {
    return InstrumentedHttpClient.of(settings.open(new RecordedGroup(recorded)), bare);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void aStatusFrom400OnIsAFailureWithTheStatusAsItsCode() throws Exception {
    for (String status : new String[] {"200", "201", "404", "429", "500"}) {
      assertThat(send(status).statusCode()).isEqualTo(Integer.parseInt(status));
    }

    assertThat(outcome("success")).isEqualTo(2);
    assertThat(outcome("failure")).isEqualTo(3);
    assertThat(code("404")).isEqualTo(1);
    assertThat(code("429")).isEqualTo(1);
    assertThat(code("500")).isEqualTo(1);
    assertThat(recorded.sum("external_calls_started_total")).isEqualTo(server.count());
  }

  @Test
  void theAuthorsRuleComesFirst() throws Exception {
    HttpClient judged =
        instrumented(
            ExternalCalls.named("judged")
                .replies(
                    HttpResponse.class,
                    response -> response.statusCode() == 404 ? Verdict.success() : null));

    judged.send(request("404"), BodyHandlers.ofString());
    judged.send(request("500"), BodyHandlers.ofString());
    judged.sendAsync(request("404?async"), BodyHandlers.ofString()).join();

    assertThat(outcome("success")).isEqualTo(2);
    assertThat(outcome("failure")).isEqualTo(1);
  }

  @Test
  void bothWaysToSendAsynchronouslyAreCounted() {
    HttpResponse<String> one = client.sendAsync(request("200"), BodyHandlers.ofString()).join();
    HttpResponse<String> other =
        client.sendAsync(request("500"), BodyHandlers.ofString(), null).join();

    assertThat(one.body()).isEqualTo("ok");
    assertThat(other.statusCode()).isEqualTo(500);
    assertThat(outcome("success")).isEqualTo(1);
    assertThat(code("500")).isEqualTo(1);
  }

  @Test
  void noReplyInTimeIsATimeOut() {
    HttpRequest request = HttpRequest.newBuilder(server.uri("never")).timeout(SHORT).build();

    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
        .isExactlyInstanceOf(HttpTimeoutException.class);
    assertThatThrownBy(() -> client.sendAsync(request, BodyHandlers.ofString()).join())
        .hasCauseExactlyInstanceOf(HttpTimeoutException.class);

    assertThat(outcome("timeout")).isEqualTo(2);
    assertThat(outcome("failure")).isZero();
  }

  @Test
  void aResetIsAFailureAndAConnectionClosedByTheOtherSide() {
    assertThatThrownBy(() -> send("reset")).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> client.sendAsync(request("reset?async"), BodyHandlers.ofString()).join())
        .isInstanceOf(CompletionException.class);

    assertThat(code("java.net.SocketException")).isEqualTo(2);
    assertThat(closed("peer")).isEqualTo(2);
    assertThat(recorded.sum("external_calls_started_total")).isEqualTo(server.count());
  }

  @Test
  void aRequestThatTheClientItselfSendsAgainIsOneCall() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.uri("reset,200")).GET().build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

    assertThat(server.count()).isEqualTo(2);
    assertThat(recorded.sum("external_calls_started_total")).isEqualTo(1);
    assertThat(outcome("success")).isEqualTo(1);
    assertThat(closed("peer")).isZero();
  }

  @Test
  void aConnectionThatIsClosedWithoutAReplyIsClosedByTheOtherSideToo() {
    assertThatThrownBy(() -> send("closed")).isInstanceOf(IOException.class);

    assertThat(code("java.io.EOFException")).isEqualTo(1);
    assertThat(closed("peer")).isEqualTo(1);
  }

  @Test
  void aRefusedConnectionIsAFailureAndNoneThatWasClosed() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(closedPort())).build();

    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);

    assertThat(code("java.net.ConnectException")).isEqualTo(1);
    assertThat(closed("peer")).isZero();
  }

  @Test
  void aRequestThatIsCancelledIsACallThatIs() {
    CompletableFuture<?> reply = client.sendAsync(request("never"), BodyHandlers.ofString());
    Awaitility.await().until(() -> server.count("never") == 1);
    assertThat(recorded.sum("external_calls_in_flight")).isEqualTo(1);

    reply.cancel(true);

    assertThat(outcome("cancelled")).isEqualTo(1);
    assertThat(recorded.sum("external_calls_in_flight")).isZero();
  }

  @Test
  void aThreadThatIsInterruptedHasCancelledItsCall() throws Exception {
    Thread caller =
        new Thread(
            () -> assertThatThrownBy(() -> send("never")).isInstanceOf(InterruptedException.class));
    caller.start();
    Awaitility.await().until(() -> server.count("never") == 1);

    caller.interrupt();
    caller.join(WaitLimit.LIMIT.toMillis());

    assertThat(outcome("cancelled")).isEqualTo(1);
  }

  @Test
  void aReplyAfterTheCallersTimeLimitIsLate() {
    CompletableFuture<HttpResponse<String>> reply =
        client
            .sendAsync(request("late"), BodyHandlers.ofString())
            .orTimeout(SHORT.toMillis(), TimeUnit.MILLISECONDS);
    assertThatThrownBy(reply::join).isInstanceOf(CompletionException.class);

    server.release();

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(recorded.sum("external_call_late_replies_total")).isEqualTo(1));
    assertThat(outcome("timeout")).isEqualTo(1);
    assertThat(outcome("success")).isZero();
  }

  @Test
  void inAllElseItIsTheGivenClient() {
    assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(client.connectTimeout()).hasValue(Duration.ofSeconds(20));
    assertThat(client.followRedirects()).isEqualTo(bare.followRedirects());
    assertThat(client.sslContext()).isSameAs(bare.sslContext());
    assertThat(client.sslParameters().getProtocols())
        .isEqualTo(bare.sslParameters().getProtocols());
    assertThat(client.cookieHandler()).isEqualTo(bare.cookieHandler());
    assertThat(client.proxy()).isEqualTo(bare.proxy());
    assertThat(client.authenticator()).isEqualTo(bare.authenticator());
    assertThat(client.executor()).isEqualTo(bare.executor());
    assertThat(client.newWebSocketBuilder()).isNotNull();
    assertThat(client).hasToString(bare.toString());
  }

  private HttpResponse<String> send(String path) throws Exception {
    return client.send(request(path), BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(server.uri(path)).POST(BodyPublishers.noBody()).build();
  }

  private static String closedPort() {
    return "http://127.0.0.1:" + FreePorts.next();
  }

  private double outcome(String outcome) {
    return recorded.sum("external_calls_total", "outcome", outcome);
  }

  private double code(String code) {
    return recorded.sum("external_call_failures_total", "code", code);
  }

  private double closed(String reason) {
    return recorded.sum("external_connections_closed_total", "reason", reason);
  }
}
