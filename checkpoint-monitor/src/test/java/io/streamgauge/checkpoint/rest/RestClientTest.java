package io.streamgauge.checkpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.testing.StubJobManager;
import io.streamgauge.cluster.FreePorts;
import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestClientTest {

  private final StubJobManager jobManager = new StubJobManager();

  @AfterEach
  void close() {
    jobManager.close();
  }

  @Test
  void anAnswerIsRead() throws Exception {
    jobManager.answer("/jobs/overview", "{\"jobs\":[]}");

    assertThat(client(WaitLimit.LIMIT).get("/jobs/overview").path("jobs").isArray()).isTrue();
  }

  @Test
  void whatIsNotThereIsAbsent() throws Exception {
    assertThat(client(WaitLimit.LIMIT).find("/jobs/1")).isEmpty();
  }

  @Test
  void anotherServerIsToldFromAJobManager() {
    ProbeException failure = failure(client(WaitLimit.LIMIT));

    assertThat(failure.reason()).isEqualTo(ProbeError.INVALID_RESPONSE);
    assertThat(failure).hasMessageContaining("is this a JobManager of Flink?");
  }

  @ParameterizedTest
  @CsvSource({
    "401, AUTHENTICATION",
    "403, AUTHORIZATION",
    "408, UNAVAILABLE",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "503, UNAVAILABLE",
    "418, INVALID_RESPONSE"
  })
  void aStatusHasItsReason(int status, ProbeError reason) {
    jobManager.fail(status, "", Map.of());

    ProbeException failure = failure(client(WaitLimit.LIMIT));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure).hasMessageEndingWith("/jobs/overview answers with status " + status);
  }

  @Test
  void aRedirectToTlsTellsWhichKeyToSet() {
    jobManager.fail(301, "", Map.of("Location", "https://127.0.0.1:8081/jobs/overview"));

    ProbeException failure = failure(client(WaitLimit.LIMIT));

    assertThat(failure.reason()).isEqualTo(ProbeError.CONFIGURATION);
    assertThat(failure)
        .hasMessageContaining("set metrics.reporter.streamgauge.jobmanager.rest.url to https://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "17", "{\"jobs\":"})
  void whatIsNoJsonIsNotUnderstood(String body) {
    jobManager.fail(200, body, Map.of());

    assertThat(failure(client(WaitLimit.LIMIT)).reason()).isEqualTo(ProbeError.INVALID_RESPONSE);
  }

  @Test
  void aHangingServerCostsNoMoreThanTheLimit() {
    jobManager.hang();

    ProbeException failure = failure(client(Duration.ofMillis(200)));

    assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
    assertThat(failure).hasMessageEndingWith("does not answer within 200 ms");
  }

  @Test
  void aServerThatHangsInTheBodyCostsNoMoreThanTheLimit() {
    jobManager.hangInBody();

    ProbeException failure = failure(client(Duration.ofMillis(200)));

    assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
    assertThat(failure).hasMessageEndingWith("does not answer within 200 ms");
  }

  @Test
  void aPortWithoutAServerIsUnreachable() throws Exception {
    URI nowhere = URI.create("http://127.0.0.1:" + FreePorts.next());

    assertThat(failure(client(nowhere, WaitLimit.LIMIT)).reason())
        .isEqualTo(ProbeError.UNREACHABLE);
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    jobManager.fail(200, " ".repeat(RestClient.MOST_BYTES + 1), Map.of());

    ProbeException failure = failure(client(WaitLimit.LIMIT));

    assertThat(failure.reason()).isEqualTo(ProbeError.LIMIT);
    assertThat(failure).hasMessageContaining("more than 16777216 bytes");
  }

  private RestClient client(Duration limit) {
    return client(jobManager.address(), limit);
  }

  private static RestClient client(URI address, Duration limit) {
    return new RestClient(address, limit, new RequestMeter(), System::nanoTime);
  }

  private static ProbeException failure(RestClient client) {
    return catchThrowableOfType(ProbeException.class, () -> client.get("/jobs/overview"));
  }
}
