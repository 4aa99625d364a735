package io.streamgauge.reporter.internal.http;

import static io.streamgauge.reporter.internal.http.ServerFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.reporter.internal.http.FakeSource.FakeBody;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class BodyStreamTest {

  private static final String OLD_GET = "GET /metrics HTTP/1.0\r\n\r\n";
  private static final int MUCH = 16 << 20;

  @RegisterExtension final ServerFixture fixture = new ServerFixture();

  @Test
  void whatIsReadyIsSentBeforeTheRestIs() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    RawClient client = fixture.connect(fixture.start(source)).get("/metrics");
    FakeBody body = opened(source);

    body.put("first\n");
    RawClient.Response head = client.readHead();
    String first = client.readChunk();
    body.put("second\n");
    String second = client.readChunk();
    body.end();

    assertThat(head.status).isEqualTo(200);
    assertThat(first).isEqualTo("first\n");
    assertThat(second).isEqualTo("second\n");
    assertThat(client.readChunk()).isEmpty();
  }

  @Test
  void noWakeUpIsLost() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    RawClient client = fixture.connect(fixture.start(source)).get("/metrics");
    FakeBody body = opened(source);
    int pieces = 20_000;
    Thread producer =
        new Thread(
            () -> {
              for (int i = 0; i < pieces; i++) {
                body.put("x");
              }
              body.end();
            });

    producer.start();
    RawClient.Response response = client.readResponse();
    producer.join();

    assertThat(response.body).isEqualTo("x".repeat(pieces));
  }

  @Test
  void aWakeUpWithNothingNewDoesNoHarm() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    RawClient client = fixture.connect(fixture.start(source)).get("/metrics");
    FakeBody body = opened(source);

    body.wake();
    body.put("up 1\n");
    body.end();
    RawClient.Response response = client.readResponse();
    body.wake();

    assertThat(response.body).isEqualTo("up 1\n");
    assertThat(client.get("/-/healthy").readResponse().status).isEqualTo(200);
  }

  @Test
  void aBodyThatFailsAtOnceIsAnErrorOfOneLine() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    RawClient client = fixture.connect(fixture.start(source)).get("/metrics");

    opened(source).fail();

    RawClient.Response response = client.readResponse();
    assertThat(response.status).isEqualTo(500);
    assertThat(response.body).isEqualTo("The metrics could not be produced.\n");
    assertThat(client.get("/-/healthy").readResponse().status).isEqualTo(200);
  }

  @Test
  void body_isUnavailable_isStatus503WithItsMessage() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    RawClient client = fixture.connect(fixture.start(source)).get("/metrics");

    opened(source).fail(new ScrapeUnavailableException("Too slow"));

    RawClient.Response response = client.readResponse();
    assertThat(response.status).isEqualTo(503);
    assertThat(response.header("retry-after")).isEqualTo("5");
    assertThat(response.body).isEqualTo("Too slow\n");
  }

  @Test
  void aBodyThatFailsHalfwayDoesNotLookWhole() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    RawClient client = fixture.connect(fixture.start(source)).get("/metrics");
    FakeBody body = opened(source);

    body.put("first\n");
    client.readHead();
    client.readChunk();
    body.fail();

    assertThatExceptionOfType(IOException.class).isThrownBy(client::readChunk);
  }

  @Test
  void aBodyThatFailsHalfwayDoesNotLookWholeToAnOldClient() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    RawClient client = fixture.connect(fixture.start(source)).send(OLD_GET);
    FakeBody body = opened(source);

    body.put("first\n");
    client.readHead();
    body.fail();

    assertThatExceptionOfType(IOException.class).isThrownBy(client::readToEnd);
  }

  @Test
  void aSourceThatThrowsIsAnError() throws Exception {
    FakeSource source =
        new FakeSource(
            () -> {
              throw new AssertionError("made to fail");
            });
    RawClient client = fixture.connect(fixture.start(source)).get("/metrics");

    assertThat(client.readResponse().status).isEqualTo(500);
  }

  @Test
  void aBodyThatNeverComesIsGivenUp() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    HttpLimits limits =
        HttpLimits.defaults().withScrape(Duration.ofMillis(100)).withStall(Duration.ofMillis(100));
    RawClient client = fixture.connect(fixture.start(source, limits)).get("/metrics");

    assertThat(client.readResponse().status).isEqualTo(500);
    assertThat(source.openCount()).isZero();
  }

  @Test
  void aClientThatStopsReadingIsCut() throws Exception {
    FakeSource source = new FakeSource(() -> FakeBody.ofLength(MUCH));
    HttpLimits limits = HttpLimits.defaults().withStall(Duration.ofMillis(200));
    RawClient client = fixture.connectNarrow(fixture.start(source, limits)).get("/metrics");

    eventually(() -> opened(source).closeCount() == 1);

    assertThat(opened(source).left()).isPositive();
    assertThatExceptionOfType(IOException.class).isThrownBy(client::readResponse);
  }

  @Test
  void whoAsksOnAndOnWithoutReadingIsCut() throws Exception {
    MetricsServer server = fixture.start(FakeSource.of("up 1\n"));
    RawClient client = fixture.connectNarrow(server);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> {
              while (true) {
                client.get("/");
              }
            });

    eventually(() -> server.connectionCount() == 0);
  }

  @Test
  void aClientThatReadsSlowlyIsNotCut() throws Exception {
    FakeSource source = new FakeSource(() -> FakeBody.ofLength(MUCH));
    HttpLimits limits = HttpLimits.defaults().withStall(Duration.ofSeconds(1));
    RawClient client = fixture.connectNarrow(fixture.start(source, limits)).send(OLD_GET);
    ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger received = new AtomicInteger();

    ScheduledFuture<?> reading =
        pace.scheduleAtFixedRate(
            () -> received.addAndGet(readFully(client, 128 << 10)), 0, 10, TimeUnit.MILLISECONDS);
    eventually(() -> opened(source).closeCount() == 1 || reading.isDone());
    eventually(() -> received.get() > MUCH || reading.isDone());
    pace.shutdownNow();

    assertThat(received.get()).isGreaterThan(MUCH);
  }

  @Test
  void aClientThatGoesAwayWhileTheBodyIsMadeIsNoticed() throws Exception {
    FakeSource source = new FakeSource(FakeBody::empty);
    MetricsServer server = fixture.start(source);
    RawClient client = fixture.connect(server).get("/metrics");
    FakeBody body = opened(source);

    client.reset();

    eventually(() -> body.closeCount() == 1);
    body.put("too late\n");
    eventually(() -> server.connectionCount() == 0);
  }

  @Test
  void aClientThatGoesAwayWhileItIsServedIsNoticed() throws Exception {
    FakeSource source = new FakeSource(() -> FakeBody.ofLength(MUCH));
    RawClient client = fixture.connectNarrow(fixture.start(source)).get("/metrics");
    client.readHead();

    client.close();

    eventually(() -> opened(source).closeCount() == 1);
    assertThat(opened(source).left()).isPositive();
  }

  @Test
  void aBodyIsHeldNoLongerThanItIsRead() throws Exception {
    FakeSource source = FakeSource.of("up 1\n");
    RawClient client = fixture.connect(fixture.start(source)).get("/metrics");

    client.readResponse();

    assertThat(opened(source).closeCount()).isEqualTo(1);
  }

  @Test
  void noMoreIsTakenFromABodyThanFitsOnTheWay() throws Exception {
    FakeSource source = new FakeSource(() -> FakeBody.ofLength(MUCH));
    MetricsServer server = fixture.start(source);
    fixture.connectNarrow(server).get("/metrics");

    long before = -1;
    long left = opened(source).left();
    while (left != before) {
      before = left;
      fixture.get(server, "/-/healthy");
      left = opened(source).left();
    }

    assertThat(server.usedMemoryBytes()).isBetween(1L, 3L * BodyStream.CHUNK_BYTES);
    assertThat(MUCH - left).isLessThan(4 << 20);
  }

  @Test
  void aServerThatClosesCutsWhomItServes() throws Exception {
    FakeSource source = new FakeSource(() -> FakeBody.ofLength(MUCH));
    MetricsServer server = fixture.start(source);
    RawClient client = fixture.connectNarrow(server).send(OLD_GET);
    client.readHead();

    server.close();

    assertThat(opened(source).closeCount()).isEqualTo(1);
    assertThatExceptionOfType(IOException.class).isThrownBy(client::readToEnd);
  }

  private static FakeBody opened(FakeSource source) {
    eventually(() -> !source.opened().isEmpty());
    return source.opened().get(0);
  }

  private static int readFully(RawClient client, int length) {
    try {
      int total = 0;
      for (int read = 0; read >= 0 && total < length; read = client.readSome(length - total)) {
        total += read;
      }
      return total;
    } catch (IOException cut) {
      throw new IllegalStateException(cut);
    }
  }
}
