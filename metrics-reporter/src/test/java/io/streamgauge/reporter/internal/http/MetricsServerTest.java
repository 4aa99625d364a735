package io.streamgauge.reporter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.http.FakeSource.FakeBody;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {

  @RegisterExtension final ServerFixture fixture = new ServerFixture();

  private final FakeSource source = FakeSource.of("up 1\n");

  @Test
  void metricsAreServedAsTextFormat004() throws Exception {
    MetricsServer server = fixture.start(source);

    HttpResponse<String> response =
        fixture.get(server, "/metrics", "Accept", "application/openmetrics-text;version=1.0.0");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("up 1\n");
    assertThat(response.headers().map())
        .containsEntry("content-type", List.of("text/plain; version=0.0.4; charset=utf-8"))
        .containsEntry("vary", List.of("accept-encoding"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("transfer-encoding", List.of("chunked"))
        .doesNotContainKey("content-encoding");
  }

  @Test
  void aLargeBodyArrivesWhole() throws Exception {
    FakeSource large = new FakeSource(() -> FakeBody.ofLength(20_000_003));
    MetricsServer server = fixture.start(large);

    HttpResponse<String> response = fixture.get(server, "/metrics");

    assertThat(response.body()).hasSize(20_000_003).matches("x*");
  }

  @Test
  void anEmptyBodyIsAnEmptyAnswer() throws Exception {
    MetricsServer server = fixture.start(FakeSource.of(""));

    HttpResponse<String> response = fixture.get(server, "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void aClientThatTakesGzipIsToldThatItIs() throws Exception {
    MetricsServer server = fixture.start(source);

    HttpResponse<String> response = fixture.get(server, "/metrics", "Accept-Encoding", "gzip");

    assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(source.requests()).extracting(ScrapeRequest::gzip).containsExactly(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics?name[]=a&name[]=b%3Ac&name[]=a",
        "/metrics?name%5B%5D=a&other=x&name%5b%5d=b:c"
      })
  void namesAreReadFromTheQuery(String target) throws Exception {
    MetricsServer server = fixture.start(source);

    int status = fixture.connect(server).get(target).readResponse().status;

    assertThat(status).isEqualTo(200);
    assertThat(source.requests().get(0).names()).containsExactlyInAnyOrder("a", "b:c");
  }

  @Test
  void withoutNamesAllIsAskedFor() throws Exception {
    MetricsServer server = fixture.start(source);

    fixture.get(server, "/metrics");

    assertThat(source.requests().get(0).names()).isEmpty();
    assertThat(source.requests().get(0).gzip()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10, PT3S",
    "2, PT1.5S",
    "1.0, PT0.75S",
    "0.1, PT0.075S",
    "0, PT3S",
    "-4, PT3S",
    "NaN, PT3S",
    "Infinity, PT3S",
    "1e300, PT3S",
    "soon, PT3S",
    "'', PT3S"
  })
  void theTimeLimitIsTheLeastOfOursAndWhatPrometheusLeaves(String header, Duration expected)
      throws Exception {
    HttpLimits limits = HttpLimits.defaults().withScrape(Duration.ofSeconds(3));
    MetricsServer server = fixture.start(source, limits);

    fixture.get(server, "/metrics", "X-Prometheus-Scrape-Timeout-Seconds", header);

    assertThat(source.requests().get(0).timeLimit()).isEqualTo(expected);
  }

  @Test
  void headIsAnsweredWithoutAScrape() throws Exception {
    MetricsServer server = fixture.start(source);
    HttpRequest.Builder head =
        HttpRequest.newBuilder(ServerFixture.uri(server, "/metrics"))
            .method("HEAD", BodyPublishers.noBody());

    HttpResponse<String> response = fixture.send(head);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(source.opened()).isEmpty();
  }

  @Test
  void theServerSaysThatItIsHealthy() throws Exception {
    MetricsServer server = fixture.start(source);

    HttpResponse<String> response = fixture.get(server, "/-/healthy");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("Streamgauge is healthy.\n");
  }

  @Test
  void readinessIsAskedForEachTime() throws Exception {
    AtomicBoolean ready = new AtomicBoolean();
    MetricsServer server = fixture.start(source, MetricsServer.serving(source).ready(ready::get));

    int before = fixture.get(server, "/-/ready").statusCode();
    ready.set(true);
    int after = fixture.get(server, "/-/ready").statusCode();

    assertThat(before).isEqualTo(503);
    assertThat(after).isEqualTo(200);
  }

  @Test
  void whoCannotSayWhetherItIsReadyIsNotReady() throws Exception {
    MetricsServer server =
        fixture.start(
            source,
            MetricsServer.serving(source)
                .ready(
                    () -> {
                      throw new IllegalStateException("made to fail");
                    }));

    HttpResponse<String> response = fixture.get(server, "/-/ready");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("Streamgauge is not ready.\n");
  }

  @Test
  void theLandingPageLinksToTheRestAndEscapesWhatItShows() throws Exception {
    MetricsServer server =
        fixture.start(source, MetricsServer.serving(source).version("1.0 <&\"'>"));

    HttpResponse<String> response = fixture.get(server, "/");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(response.body())
        .contains("Version 1.0 &lt;&amp;&quot;&#39;&gt;.")
        .contains("href=\"metrics\"", "href=\"-/healthy\"", "href=\"-/ready\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics/", "/metric", "/favicon.ico", "/-/", "//metrics", "/METRICS"})
  void whatIsNotServedIsNotFound(String target) throws Exception {
    MetricsServer server = fixture.start(source);

    assertThat(fixture.get(server, target).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"})
  void otherMethodsAreNotAllowed(String method) throws Exception {
    MetricsServer server = fixture.start(source);

    RawClient.Response response =
        fixture
            .connect(server)
            .send(method + " /metrics HTTP/1.1\r\nHost: test\r\n\r\n")
            .readResponse();

    assertThat(response.status).isEqualTo(405);
    assertThat(response.header("allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void everyAnswerIsDated() throws Exception {
    Clock clock = Clock.fixed(Instant.parse("2026-03-01T08:09:10Z"), ZoneOffset.UTC);
    MetricsServer server = fixture.start(source, MetricsServer.serving(source).clock(clock));

    HttpResponse<String> response = fixture.get(server, "/metrics");

    assertThat(response.headers().firstValue("date")).hasValue("Sun, 01 Mar 2026 08:09:10 GMT");
  }
}
