package io.streamgauge.reporter.internal.http;

import static io.streamgauge.reporter.internal.http.ServerFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.reporter.internal.http.FakeSource.FakeBody;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

  private static final String OK_10 = "HTTP/1.0\r\n\r\n";
  private static final String OK_11 = "HTTP/1.1\r\nHost: test\r\n";

  @RegisterExtension final ServerFixture fixture = new ServerFixture();

  private final FakeSource source = FakeSource.of("up 1\n");

  @Test
  void aConnectionServesManyRequests() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    for (int i = 0; i < 3; i++) {
      RawClient.Response response = client.get("/metrics").readResponse();

      assertThat(response.body).isEqualTo("up 1\n");
      assertThat(response.headers).doesNotContainKey("connection");
    }
  }

  @Test
  void aClientThatWantsNoMoreIsLetGo() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send("GET /metrics " + OK_11 + "Connection: close\r\n\r\n");

    RawClient.Response response = client.readResponse();
    assertThat(response.header("connection")).isEqualTo("close");
    assertThat(response.body).isEqualTo("up 1\n");
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void anOldClientGetsABodyThatEndsWithTheConnection() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    RawClient.Response response = client.send("GET /metrics " + OK_10).readResponse();

    assertThat(response.status).isEqualTo(200);
    assertThat(response.headers).doesNotContainKey("transfer-encoding");
    assertThat(response.header("connection")).isEqualTo("close");
    assertThat(response.body).isEqualTo("up 1\n");
  }

  @Test
  void anOldClientMayStayForAnswersOfKnownLength() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));
    String request = "GET /-/healthy HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

    RawClient.Response first = client.send(request).readResponse();
    RawClient.Response second = client.send(request).readResponse();

    assertThat(first.header("connection")).isEqualTo("keep-alive");
    assertThat(second.body).isEqualTo("Streamgauge is healthy.\n");
  }

  @Test
  void theTargetMayNameSchemeAndHost() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    assertThat(client.get("http://test/metrics?name[]=a").readResponse().body).isEqualTo("up 1\n");
    assertThat(client.get("http://test").readResponse().status).isEqualTo(200);
    assertThat(client.get("http://test/no").readResponse().status).isEqualTo(404);
  }

  @Test
  void requestsSentAheadAreAnsweredInOrder() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send(
        ("GET /metrics " + OK_11 + "\r\n")
            + ("HEAD /metrics " + OK_11 + "\r\n")
            + ("GET /no " + OK_11 + "\r\n")
            + ("GET /-/healthy " + OK_11 + "\r\n"));

    assertThat(client.readResponse().body).isEqualTo("up 1\n");
    assertThat(client.readHead().status).isEqualTo(200);
    assertThat(client.readResponse().status).isEqualTo(404);
    assertThat(client.readResponse().body).isEqualTo("Streamgauge is healthy.\n");
  }

  @Test
  void whoSendsTooManyRequestsAheadIsCut() throws Exception {
    FakeSource slow = new FakeSource(FakeBody::empty);
    MetricsServer server = fixture.start(slow);
    RawClient client = fixture.connect(server);

    client.send(("GET /metrics " + OK_11 + "\r\n").repeat(HttpLimits.WAITING_REQUESTS + 2));

    assertThatExceptionOfType(IOException.class).isThrownBy(client::readResponse);
    assertThat(slow.opened()).hasSize(1);
    eventually(() -> slow.openCount() == 0);
  }

  @Test
  void whoEndsItsSideIsStillAnswered() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.get("/metrics").get("/-/healthy").endOutput();

    assertThat(client.readResponse().body).isEqualTo("up 1\n");
    assertThat(client.readResponse().body).isEqualTo("Streamgauge is healthy.\n");
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void whoEndsItsSideWhileTheBodyIsMadeIsStillAnswered() throws Exception {
    FakeSource slow = new FakeSource(FakeBody::empty);
    RawClient client = fixture.connect(fixture.start(slow));

    client.get("/metrics").endOutput();
    eventually(() -> slow.opened().size() == 1);
    slow.opened().get(0).put("up 1\n");
    slow.opened().get(0).end();

    assertThat(client.readResponse().body).isEqualTo("up 1\n");
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void whoEndsItsSideWithinARequestIsTold() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send("GET /metrics HTTP/1.1\r\nHost: te").endOutput();

    assertThat(client.readResponse().status).isEqualTo(400);
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void whoEndsItsSideWithoutARequestIsLetGo() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.endOutput();

    assertThat(client.readByte()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\26\3\1 hello\r\n\r\n",
        "GET\r\n\r\n",
        "GET /metrics\r\n\r\n",
        "GET /metrics FTP/1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nBad\0Name: b\r\n\r\n",
        "GET /metrics?name[]=%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /metrics?name[]=%4 HTTP/1.1\r\nHost: a\r\n\r\n"
      })
  void aBrokenRequestIsABadRequest(String request) throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    assertThat(client.send(request).readResponse().status).isEqualTo(400);
    assertThat(source.opened()).isEmpty();
  }

  @Test
  void anotherMajorVersionIsNotSpoken() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    assertThat(client.readResponse().status).isEqualTo(505);
  }

  @Test
  void aTargetThatIsTooLongIsRefused() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.get("/metrics?name[]=" + "a".repeat(9_000));

    assertThat(client.readResponse().status).isEqualTo(414);
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void asManyNamesAsFitAreRead() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));
    StringBuilder target = new StringBuilder("/metrics?");
    for (int i = 0; i < 600; i++) {
      target.append("name[]=").append(i).append('&');
    }

    assertThat(client.get(target.toString()).readResponse().status).isEqualTo(200);
    assertThat(source.requests().get(0).names()).hasSize(600).contains("0", "599");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 64, 1024})
  void headersThatAreTooLongAreRefused(int kibibytes) throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send("GET /metrics " + OK_11 + "X: " + "a".repeat(kibibytes * 1024) + "\r\n\r\n");

    assertThat(client.readResponse().status).isEqualTo(431);
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void headersThatAreLongButNotTooLongAreRead() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send("GET /metrics " + OK_11 + "X: " + "a".repeat(15 * 1024) + "\r\n\r\n");

    assertThat(client.readResponse().status).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked"})
  void aRequestWithABodyIsTooLarge(String header) throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send("GET /metrics " + OK_11 + header + "\r\n\r\n");

    assertThat(client.readResponse().status).isEqualTo(413);
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void aBodyOfNoBytesIsNone() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send("GET /metrics " + OK_11 + "Content-Length: 0\r\n\r\n");

    assertThat(client.readResponse().status).isEqualTo(200);
  }

  @Test
  void theAnswerIsNotLostUnderALargeUpload() throws Exception {
    RawClient client = fixture.connect(fixture.start(source));

    client.send(
        "POST /metrics " + OK_11 + "Content-Length: 1000000\r\n\r\n" + "a".repeat(1_000_000));

    assertThat(client.readResponse().status).isEqualTo(405);
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void whoIsTooSlowWithItsRequestIsTold() throws Exception {
    HttpLimits limits = HttpLimits.defaults().withRequest(Duration.ofMillis(200));
    RawClient client = fixture.connect(fixture.start(source, limits));

    client.send("GET /metrics HT");

    assertThat(client.readResponse().status).isEqualTo(408);
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void whoIsTooSlowWithItsSecondRequestIsTold() throws Exception {
    HttpLimits limits = HttpLimits.defaults().withRequest(Duration.ofMillis(200));
    RawClient client = fixture.connect(fixture.start(source, limits));
    client.get("/metrics").readResponse();

    client.send("GET /metrics HT");

    assertThat(client.readResponse().status).isEqualTo(408);
    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void whoSaysNothingIsLetGoWithoutAWord() throws Exception {
    HttpLimits limits = HttpLimits.defaults().withRequest(Duration.ofMillis(200));
    RawClient client = fixture.connect(fixture.start(source, limits));

    assertThat(client.readByte()).isEqualTo(-1);
  }

  @Test
  void anIdleConnectionIsLetGo() throws Exception {
    HttpLimits limits = HttpLimits.defaults().withIdle(Duration.ofMillis(200));
    RawClient client = fixture.connect(fixture.start(source, limits));
    client.get("/metrics").readResponse();

    assertThat(client.readByte()).isEqualTo(-1);
  }
}
