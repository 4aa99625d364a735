package io.streamgauge.reporter.http;

import static io.streamgauge.reporter.http.ServerFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.registry.TestingMetricGroup;
import io.streamgauge.reporter.scrape.ScrapeDurations;
import io.streamgauge.reporter.scrape.Scraper;
import io.streamgauge.reporter.scrape.TestingScrapes;
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
import org.junit.jupiter.api.Test;

/** Clients that ask for real frames and do not read them: the memory that they hold. */
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
          Duration.ofSeconds(10),
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
    server = MetricsServer.serving(scraper).bind("127.0.0.1", List.of(0));
  }

  @AfterEach
  void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
    scraper.close();
    scrapes.close();
    assertThat(scraper.bytesInUse()).isZero();
  }

  @Test
  void plainAnswersUnread_memoryIsBounded_scraperIsServed() throws Exception {
    assertBounded("");
  }

  @Test
  void compressedAnswersUnread_memoryIsBounded_scraperIsServed() throws Exception {
    assertBounded("Accept-Encoding: gzip\r\n");
  }

  /** 64 clients ask one after the other for what can be shared with no other. */
  private void assertBounded(String headers) throws Exception {
    for (int i = 0; i < 64; i++) {
      askForLittle(headers);
      RawClient client = RawClient.connectNarrow(server.port());
      clients.add(client);
      client.send(
          "GET /metrics?name[]=flink_taskmanager_k_x&name[]="
              + i
              + " HTTP/1.1\r\nHost: a\r\n"
              + headers
              + "\r\n");
      assertThat(client.readByte()).isEqualTo('H');
      assertThat(scraper.bytesInUse()).isLessThan(MAX_BYTES + 2 * FRAME_BYTES);
    }
    assertThat(scraper.bytesInUse()).isPositive();

    for (int i = 0; i < 10; i++) {
      // A client that has just stopped reading keeps its place for a moment.
      eventually(this::isServed);
      eventually(() -> scraper.bytesInUse() < MAX_BYTES + 2 * FRAME_BYTES);
    }
  }

  /** A small answer must not make the next one seem small. */
  private void askForLittle(String headers) throws IOException {
    try (RawClient client = RawClient.connect(server.port())) {
      client.send("GET /metrics?name[]=none HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
      assertThat(client.readByte()).isEqualTo('H');
    }
  }

  private boolean isServed() throws IOException {
    try (RawClient scrape = RawClient.connect(server.port())) {
      RawClient.Response response = scrape.get("/metrics").readResponse();
      return response.status == 200 && response.body.lines().count() == SERIES + 1;
    }
  }
}
