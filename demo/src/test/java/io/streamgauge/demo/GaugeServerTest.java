package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.demo.job.Reading;
import io.streamgauge.demo.job.RiverPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaugeServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private GaugeServer server;

  @BeforeEach
  void start() throws IOException {
    server = GaugeServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"CONFIRMED, 200", "UNKNOWN, 404", "BROKEN, 500"})
  void aRemoteStationAnswersAsItIsCalled(Answer answer, int status) throws Exception {
    HttpResponse<String> response = send(question(answer).build());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(server.questions()).isEqualTo(1);
  }

  @Tag("slow")
  @Test
  void lateStation_askedOnce_answersAfterTheLimitOfTheJob() throws Exception {
    long start = System.nanoTime();

    HttpResponse<String> response = send(question(Answer.LATE).build());

    assertThat(response.statusCode()).isEqualTo(Answer.LATE.status());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(RiverPlan.ANSWER_LIMIT);
    assertThat(server.questions()).isEqualTo(1);
  }

  @Test
  void silentStation_askedOnce_neverAnswers() {
    Future<HttpResponse<String>> response =
        client.sendAsync(question(Answer.NEVER).build(), BodyHandlers.ofString());

    await().until(() -> server.questions() == 1);
    assertThat(response).isNotDone();
  }

  @Test
  void theTableIsThereAndNotAgainForWhoHasIt() throws Exception {
    HttpResponse<String> first = send(zeros().build());
    HttpResponse<String> second = send(zeros().header("If-None-Match", version(first)).build());

    assertThat(first.body()).startsWith("station-0,2000\n").endsWith("station-17,unknown\n");
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(server.unchanged()).isEqualTo(1);
  }

  @Test
  void aNewTableIsRefusedOnceAndThenThere() throws Exception {
    String held = version(send(zeros().build()));

    server.renewTable();
    HttpResponse<String> refused = send(zeros().header("If-None-Match", held).build());
    HttpResponse<String> renewed = send(zeros().header("If-None-Match", held).build());

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(renewed.statusCode()).isEqualTo(200);
    assertThat(renewed.body()).contains("station-20,");
    assertThat(server.unchanged()).isZero();
  }

  private HttpRequest.Builder question(Answer answer) {
    String station = Reading.remote(answer.label(), 0, 0).station;
    return request(RiverPlan.STATIONS_PATH + station);
  }

  private HttpRequest.Builder zeros() {
    return request(RiverPlan.ZEROS_PATH);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }

  private static String version(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }
}
