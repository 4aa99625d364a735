package io.streamgauge.reporter.internal.http;

import static io.streamgauge.reporter.internal.http.ServerFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.internal.registry.TestingMetricGroup;
import io.streamgauge.reporter.internal.scrape.ScrapeDurations;
import io.streamgauge.reporter.internal.scrape.Scraper;
import io.streamgauge.reporter.internal.scrape.TestingScrapes;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask for real frames and do not read them: the memory that they hold. */
@Tag("slow")
class UnreadAnswersTest {

  private static final int SERIES = 20_000;

  /** Of one frame of so many series. */
  private static final long FRAME_BYTES = 1 << 20;

  private static final long MAX_BYTES = 4 * FRAME_BYTES;

  private final TestingScrapes scrapes = TestingScrapes.withDefaults();
  private final Scraper scraper =
      new Scraper(
          scrapes.frames(),
          new ScrapeDurations(),
          WaitLimit.LIMIT,
          MAX_BYTES,
          Executors.defaultThreadFactory());
  private final List<RawClient> clients = new ArrayList<>();
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    TestingMetricGroup group = TestingMetricGroup.of("taskmanager", "host", "h");
    Random random = new Random(7);
    for (int i = 0; i < SERIES; i++) {
      byte[] incompressible = new byte[40];
      random.nextBytes(incompressible);
      String value = i + new BigInteger(incompressible).toString(Character.MAX_RADIX);
      scrapes.add(new SimpleCounter(), "x", group.addGroup("k", value));
    }
    server =
        MetricsServer.serving(scraper)
            .limits(HttpLimits.defaults().withStall(Duration.ofSeconds(5)))
            .bind("127.0.0.1", List.of(0));
  }

  @AfterEach
  void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
    scraper.close();
    scrapes.close();
    // The thread may still be encoding for a client that has gone.
    eventually(() -> scraper.bytesInUse() == 0);
  }

  @Test
  void plainAnswersUnread_memoryIsBounded_scraperIsServed() throws Exception {
    assertBounded("");
  }

  @Test
  void compressedAnswersUnread_memoryIsBounded_scraperIsServed() throws Exception {
    assertBounded("Accept-Encoding: gzip\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Accept-Encoding: gzip\r\n"})
  void answersUnread_askedForAtOnce_scraperIsServed(String headers) throws Exception {
    RawClient scrape = RawClient.connect(server.port());
    clients.add(scrape);
    assertIsServed(scrape);

    for (int i = 0; i < 40; i++) {
      RawClient client = RawClient.connectNarrow(server.port());
      clients.add(client);
      client.send(requestOfItsOwn(i, headers));
    }

    for (int i = 0; i < 10; i++) {
      assertIsServed(scrape);
    }
  }

  /**
   * Clients ask one after the other for what can be shared with no other; each scrape comes when
   * they have just filled all memory.
   */
  private void assertBounded(String headers) throws Exception {
    for (int i = 0; i < 16; i++) {
      askForLittle(headers);
      askAndStopReading(i, headers);
    }
    assertThat(scraper.bytesInUse()).isPositive();

    for (int i = 16; i < 96; i++) {
      askAndStopReading(i, headers);
      if (i % 8 == 7) {
        try (RawClient scrape = RawClient.connect(server.port())) {
          assertIsServed(scrape);
        }
      }
    }
  }

  private void askAndStopReading(int i, String headers) throws IOException {
    RawClient client = RawClient.connectNarrow(server.port());
    clients.add(client);
    client.send(requestOfItsOwn(i, headers));
    assertThat(client.readByte()).isEqualTo('H');
    assertThat(scraper.bytesInUse()).isLessThan(MAX_BYTES + 2 * FRAME_BYTES);
  }

  private void assertIsServed(RawClient scrape) throws IOException {
    RawClient.Response response = scrape.get("/metrics").readResponse();
    assertThat(response.status).as(response.body).isEqualTo(200);
    assertThat(response.body).hasLineCount(SERIES + 1);
    assertThat(scraper.bytesInUse()).isLessThan(MAX_BYTES + 2 * FRAME_BYTES);
  }

  /** A small answer must not make the next one seem small. */
  private void askForLittle(String headers) throws IOException {
    try (RawClient client = RawClient.connect(server.port())) {
      client.send("GET /metrics?name[]=none HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
      assertThat(client.readByte()).isEqualTo('H');
    }
  }

  private static String requestOfItsOwn(int i, String headers) {
    String target = "/metrics?name[]=flink_taskmanager_k_x&name[]=" + i;
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
  }
}
