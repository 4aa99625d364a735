package io.streamgauge.reporter.internal.http;

import static io.streamgauge.reporter.internal.http.ServerFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.internal.http.FakeSource.FakeBody;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients that mean harm, and one in their midst that does not. */
@Tag("slow")
class HostileClientsTest {

  private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";
  private static final int CROWD = 300;
  private static final int BODY_BYTES = 3 << 20;

  /** After so long Prometheus gives up if it is not told otherwise. */
  /** Requests may wait for 15 s, which no test takes unless it fails. */
  private static final HttpLimits LONG_WAIT =
      HttpLimits.defaults().withScrape(Duration.ofMinutes(1));

  @RegisterExtension final ServerFixture fixture = new ServerFixture();

  private final FakeSource source = new FakeSource(() -> FakeBody.ofLength(BODY_BYTES));
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private final HttpLimits limits =
      HttpLimits.defaults()
          .withRequest(Duration.ofMillis(500))
          .withIdle(Duration.ofMillis(500))
          .withStall(Duration.ofSeconds(1));

  @AfterEach
  void stopPace() {
    pace.shutdownNow();
  }

  @Test
  void clientsThatSendNothing() throws Exception {
    MetricsServer server = fixture.start(source, limits);

    List<RawClient> crowd = crowd(server, client -> {});

    assertNormalClientIsServed(server);
    assertAllIsGivenBack(server, crowd);
  }

  @Test
  void clientsThatSendAByteNowAndThen() throws Exception {
    MetricsServer server = fixture.start(source, limits);
    List<RawClient> crowd = crowd(server, client -> sendQuietly(client, "G"));

    ScheduledFuture<?> dripping =
        pace.scheduleAtFixedRate(
            () -> crowd.forEach(client -> sendQuietly(client, "E")), 0, 50, TimeUnit.MILLISECONDS);

    assertNormalClientIsServed(server);
    assertThat(dripping.isDone()).isFalse();
    assertAllIsGivenBack(server, crowd);
  }

  @Test
  void clientsThatNeverReadTheirAnswer() throws Exception {
    MetricsServer server = fixture.start(source, limits);

    List<RawClient> crowd = crowd(server, client -> getQuietly(client, "/metrics"));

    assertNormalClientIsServed(server);
    assertAllIsGivenBack(server, crowd);
  }

  @Test
  void aClientThatTakesItsAnswerInSipsIsCutInTheEnd() throws Exception {
    FakeSource endless = new FakeSource(FakeBody::empty);
    MetricsServer server =
        fixture.start(
            endless,
            HttpLimits.defaults()
                .withStall(Duration.ofSeconds(2))
                .withAnswer(Duration.ofSeconds(1)));
    RawClient client = fixture.connect(server).get("/metrics");
    eventually(() -> endless.opened().size() == 1);

    ScheduledFuture<?> sips =
        pace.scheduleAtFixedRate(
            () -> endless.opened().get(0).put("up 1\n"), 0, 50, TimeUnit.MILLISECONDS);

    assertThatThrownBy(client::readToEnd).isInstanceOf(IOException.class);
    assertThat(sips.isDone()).isFalse();
    eventually(() -> server.connectionCount() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n",
        "BREW /metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "\26\3\1\2\0\1\0\1\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n",
        "\r\n\r\n\r\n\r\n",
        "GET / HTTP/1.1\r\n"
      })
  void clientsThatSendNonsense(String nonsense) throws Exception {
    MetricsServer server = fixture.start(source, limits);

    List<RawClient> crowd = crowd(server, client -> sendQuietly(client, nonsense));

    assertNormalClientIsServed(server);
    assertAllIsGivenBack(server, crowd);
  }

  @Test
  void clientsThatSendEndlessHeaders() throws Exception {
    MetricsServer server = fixture.start(source, limits);
    String headers = "GET /metrics HTTP/1.1\r\nX: " + "a".repeat(64 << 10);

    List<RawClient> crowd = crowd(server, client -> sendQuietly(client, headers));

    assertNormalClientIsServed(server);
    assertAllIsGivenBack(server, crowd);
  }

  @Test
  void clientsThatFloodWithRequests() throws Exception {
    MetricsServer server = fixture.start(source, limits);
    String flood = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(200);

    List<RawClient> crowd = crowd(server, client -> sendQuietly(client, flood));

    assertNormalClientIsServed(server);
    assertAllIsGivenBack(server, crowd);
  }

  @Test
  void clientsThatEndTheirSideAtOnce() throws Exception {
    MetricsServer server = fixture.start(source, limits);

    List<RawClient> crowd =
        crowd(
            server,
            client -> {
              getQuietly(client, "/metrics");
              endQuietly(client);
            });

    assertNormalClientIsServed(server);
    assertAllIsGivenBack(server, crowd);
  }

  @Test
  void aClientThatAsksInTimeIsNotGivenUpForThoseWhoComeAfterIt() throws Exception {
    FakeSource slow = new FakeSource(FakeBody::empty);
    MetricsServer server = fixture.start(slow, limits);
    RawClient normal = fixture.connect(server).get("/metrics");
    eventually(() -> slow.opened().size() == 1);

    List<RawClient> crowd = crowd(server, client -> sendQuietly(client, "GET "));
    slow.opened().get(0).put("up 1\n");
    slow.opened().get(0).end();

    assertThat(normal.readResponse().body).isEqualTo("up 1\n");
    assertAllIsGivenBack(server, crowd);
  }

  @Test
  void anIdleClientGivesItsPlaceToANewOne() throws Exception {
    MetricsServer server = fixture.start(FakeSource.of("up 1\n"), limits.withConnections(2));
    RawClient first = fixture.connect(server);
    first.get("/metrics").readResponse();
    RawClient second = fixture.connect(server);
    second.get("/metrics").readResponse();

    RawClient third = fixture.connect(server).get("/metrics");

    assertThat(third.readResponse().status).isEqualTo(200);
    assertThat(first.readByte()).isEqualTo(-1);
    assertThat(second.get("/metrics").readResponse().status).isEqualTo(200);
  }

  @Test
  void whenTheServerIsAtWorkForAllANewClientIsRefused() throws Exception {
    FakeSource slow = new FakeSource(FakeBody::empty);
    MetricsServer server = fixture.start(slow, limits.withConnections(2));
    fixture.connect(server).get("/metrics");
    fixture.connect(server).get("/metrics");
    eventually(() -> slow.opened().size() == 2);

    RawClient refused = fixture.connect(server);

    RawClient.Response response = refused.readResponse();
    assertThat(response.status).isEqualTo(503);
    assertThat(response.header("retry-after")).isEqualTo("5");
    assertThat(response.body).isEqualTo("Too many connections.\n");
    assertThat(refused.readByte()).isEqualTo(-1);
    assertThat(server.connectionCount()).isEqualTo(2);
  }

  @Test
  void clientInTheQueue_placeBecomesFree_isServed() throws Exception {
    FakeSource slow = new FakeSource(FakeBody::empty);
    MetricsServer server = fixture.start(slow, HttpLimits.defaults().withConnections(2));
    RawClient first = fixture.connect(server).get("/metrics");
    fixture.connect(server).get("/metrics");
    eventually(() -> slow.opened().size() == 2);
    RawClient queued = fixture.connect(server).get("/metrics");

    slow.opened().forEach(FakeBody::end);

    eventually(() -> slow.opened().size() == 3);
    slow.opened().get(2).end();
    assertThat(queued.readResponse().status).isEqualTo(200);
    assertThat(first.readResponse().status).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scraper_amongClientsThatKeepAsking_getsEveryScrape(boolean keepAlive) throws Exception {
    FakeSource delayed = new FakeSource(() -> readyIn(Duration.ofMillis(20)));
    MetricsServer server = fixture.start(delayed);
    ExecutorService greedy = Executors.newFixedThreadPool(64);
    AtomicInteger answers = new AtomicInteger();
    CountDownLatch stop = new CountDownLatch(1);
    for (int i = 0; i < 64; i++) {
      greedy.execute(() -> keepAsking(server, keepAlive, answers, stop));
    }
    eventually(() -> answers.get() > 64);

    try {
      for (int i = 0; i < 10; i++) {
        assertThat(fixture.get(server, "/metrics").statusCode()).isEqualTo(200);
      }
      for (int i = 0; i < 10; i++) {
        try (RawClient client = RawClient.connect(server.port())) {
          assertThat(client.get("/metrics").readResponse().status).isEqualTo(200);
        }
      }
    } finally {
      stop.countDown();
      greedy.shutdown();
    }

    assertThat(greedy.awaitTermination(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void scraperServedLast_othersDoNotRead_keepsItsConnection() throws Exception {
    MetricsServer server =
        fixture.start(source, limits.withConnections(4).withIdle(Duration.ofMinutes(1)));
    RawClient scraper = fixture.connect(server);
    scraper.get("/metrics").readResponse();

    for (int i = 0; i < 20; i++) {
      getQuietly(fixture.connectNarrow(server), "/metrics");
    }
    eventually(() -> source.opened().size() > 3);

    assertThat(scraper.get("/metrics").readResponse().status).isEqualTo(200);
  }

  @Test
  void address_hasManyConnections_leavesPlacesToOthers() throws Exception {
    FakeSource slow = new FakeSource(FakeBody::empty);
    MetricsServer server = fixture.start(slow, HttpLimits.defaults().withConnections(8));
    for (int i = 0; i < 16; i++) {
      fixture.connect(server).get("/metrics");
    }
    eventually(() -> slow.opened().size() == 7);

    RawClient other = fixture.connectFrom("127.0.0.2", server).get("/metrics");

    eventually(() -> slow.opened().size() == 8);
    slow.opened().get(7).end();
    assertThat(other.readResponse().status).isEqualTo(200);
  }

  @Test
  void request_noRoomForItsAnswer_isRefused() throws Exception {
    MetricsServer server = fixture.start(FakeSource.of("up 1\n").room(() -> false));

    HttpResponse<String> response = fixture.get(server, "/metrics", TIMEOUT, "8");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).hasValue("5");
    assertThat(response.body())
        .isEqualTo("Too many responses wait for their clients to read them; ask again later.\n");
  }

  @Test
  void request_noRoomBecauseOfUnreadAnswers_takesTheirPlace() throws Exception {
    FakeSource bounded = new FakeSource(() -> FakeBody.ofLength(BODY_BYTES));
    bounded.room(() -> bounded.openCount() < 3);
    MetricsServer server = fixture.start(bounded);
    for (int i = 0; i < 3; i++) {
      fixture.connectNarrow(server).get("/metrics");
    }
    eventually(() -> bounded.openCount() == 3);

    assertThat(fixture.get(server, "/metrics").statusCode()).isEqualTo(200);

    assertThat(bounded.opened().get(0).closeCount()).isEqualTo(1);
    assertThat(bounded.opened().get(3).closeCount()).isEqualTo(1);
    assertThat(bounded.openCount()).isEqualTo(2);
  }

  @Test
  void request_noRoom_clientThatReadALittleAgoIsNotCut() throws Exception {
    FakeSource bounded = new FakeSource(() -> FakeBody.ofLength(BODY_BYTES));
    bounded.room(() -> bounded.opened().isEmpty());
    MetricsServer server =
        fixture.start(bounded, HttpLimits.defaults().withStall(Duration.ofHours(1)));
    RawClient reads = fixture.connectNarrow(server).get("/metrics");
    eventually(() -> bounded.openCount() == 1);

    for (int i = 0; i < 50; i++) {
      assertThat(fixture.get(server, "/metrics", TIMEOUT, "0.01").statusCode()).isEqualTo(503);
    }

    assertThat(reads.readResponse().body).hasSize(BODY_BYTES);
  }

  @Test
  void request_unreadAnswersHoldTooLittle_cutsNone() throws Exception {
    FakeSource full = new FakeSource(() -> FakeBody.ofLength(BODY_BYTES));
    full.missing(() -> full.opened().size() < 3 ? 0 : 3L * BODY_BYTES + 1);
    MetricsServer server = fixture.start(full);
    for (int i = 0; i < 3; i++) {
      fixture.connectNarrow(server).get("/metrics");
    }
    eventually(() -> full.openCount() == 3);

    // It waits for longer than it takes until an unread answer may be cut.
    assertThat(fixture.get(server, "/metrics", TIMEOUT, "2").statusCode()).isEqualTo(503);

    assertThat(full.openCount()).isEqualTo(3);
  }

  @Test
  void request_answersShareTheirMemory_waitsUntilAllAreCut() throws Exception {
    FakeSource shared = new FakeSource(() -> FakeBody.ofLength(BODY_BYTES));
    shared.room(() -> shared.opened().size() < 8 || shared.openCount() == 0);
    MetricsServer server = fixture.start(shared);
    for (int i = 0; i < 8; i++) {
      fixture.connectNarrow(server).get("/metrics");
    }
    eventually(() -> shared.openCount() == 8);

    assertThat(fixture.get(server, "/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void requestWithoutRoom_roomInTime_isServedInTheTimeLeft() throws Exception {
    AtomicBoolean hasRoom = new AtomicBoolean();
    FakeSource full = FakeSource.of("up 1\n").room(hasRoom::get);
    MetricsServer server = fixture.start(full, LONG_WAIT);
    RawClient waits = fixture.connect(server).get("/metrics");
    eventually(() -> full.attempts() > 2);

    hasRoom.set(true);

    assertThat(waits.readResponse().body).isEqualTo("up 1\n");
    assertThat(full.requests().get(0).timeLimit())
        .isBetween(Duration.ofSeconds(30), Duration.ofMillis(59_999));
  }

  @Test
  void requestWithoutRoom_nextOneSentAhead_bothAreServed() throws Exception {
    AtomicBoolean hasRoom = new AtomicBoolean();
    FakeSource full = FakeSource.of("up 1\n").room(hasRoom::get);
    MetricsServer server = fixture.start(full, LONG_WAIT);
    RawClient client = fixture.connect(server);
    client.get("/metrics?name[]=first").get("/metrics?name[]=second");
    eventually(() -> full.attempts() > 2);
    assertThat(full.namesAskedFor()).containsExactly("first");

    hasRoom.set(true);

    assertThat(client.readResponse().body).isEqualTo("up 1\n");
    assertThat(client.readResponse().body).isEqualTo("up 1\n");
    assertThat(full.requests().get(0).names()).containsExactly("first");
    assertThat(full.requests().get(1).names()).containsExactly("second");
  }

  @Test
  void requestWithoutRoom_ofHttp10_isServedToItsEnd() throws Exception {
    AtomicBoolean hasRoom = new AtomicBoolean();
    FakeSource full = FakeSource.of("up 1\n").room(hasRoom::get);
    MetricsServer server = fixture.start(full, LONG_WAIT);
    RawClient client = fixture.connect(server).send("GET /metrics HTTP/1.0\r\n\r\n");
    eventually(() -> full.attempts() > 2);

    hasRoom.set(true);

    RawClient.Response response = client.readResponse();
    assertThat(response.headers).doesNotContainKey("transfer-encoding");
    assertThat(response.header("connection")).isEqualTo("close");
    assertThat(response.body).isEqualTo("up 1\n");
  }

  /** Of eight places one address may take seven. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.3"})
  void requestsWithoutRoom_holdAllPlaces_giveThemToOthers(String address) throws Exception {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    FakeSource full = FakeSource.of("up 1\n").room(() -> false);
    full.sharing(
        request -> {
          asked.addAll(request.names());
          return false;
        });
    MetricsServer server = fixture.start(full, LONG_WAIT.withConnections(8));
    for (int i = 0; i < 8; i++) {
      String from = i < 7 ? "127.0.0.1" : "127.0.0.2";
      fixture.connectFrom(from, server).get("/metrics?name[]=" + i);
    }
    eventually(() -> asked.size() == 8);

    RawClient other = fixture.connectFrom(address, server).get("/-/ready");

    assertThat(other.readResponse().status).isEqualTo(200);
  }

  @Test
  void requestWithoutRoom_clientLeaves_isForgotten() throws Exception {
    AtomicBoolean hasRoom = new AtomicBoolean();
    FakeSource full = FakeSource.of("up 1\n").room(hasRoom::get);
    MetricsServer server = fixture.start(full);
    RawClient leaves = fixture.connect(server).get("/metrics");
    eventually(() -> full.attempts() > 0);

    leaves.reset();
    eventually(() -> server.connectionCount() == 0);
    hasRoom.set(true);

    assertThat(fixture.get(server, "/metrics").statusCode()).isEqualTo(200);
    assertThat(full.opened()).hasSize(1);
  }

  @Test
  void requestsWithoutRoom_clientServedLast_isServedFirst() throws Exception {
    AtomicBoolean hasRoom = new AtomicBoolean(true);
    FakeSource full = FakeSource.of("up 1\n").room(hasRoom::get);
    MetricsServer server = fixture.start(full, LONG_WAIT);
    RawClient scraper = fixture.connect(server).get("/metrics");
    scraper.readResponse();
    hasRoom.set(false);
    RawClient other = fixture.connect(server).get("/metrics?name[]=other");
    eventually(() -> full.namesAskedFor().contains("other"));
    scraper.get("/metrics?name[]=scraper");
    eventually(() -> full.namesAskedFor().contains("scraper"));

    hasRoom.set(true);

    assertThat(other.readResponse().status).isEqualTo(200);
    assertThat(scraper.readResponse().status).isEqualTo(200);
    assertThat(full.requests().get(1).names()).containsExactly("scraper");
    assertThat(full.requests().get(2).names()).containsExactly("other");
  }

  private FakeBody readyIn(Duration delay) {
    FakeBody body = FakeBody.empty();
    ScheduledFuture<?> unused =
        pace.schedule(
            () -> {
              body.put("up 1\n");
              body.end();
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
    return body;
  }

  private static void keepAsking(
      MetricsServer server, boolean keepAlive, AtomicInteger answers, CountDownLatch stop) {
    while (stop.getCount() > 0) {
      try (RawClient client = RawClient.connect(server.port())) {
        do {
          client.get("/metrics").readResponse();
          answers.incrementAndGet();
        } while (keepAlive && stop.getCount() > 0);
      } catch (IOException cut) {
        // It connects again.
      }
    }
  }

  private List<RawClient> crowd(MetricsServer server, Consumer<RawClient> harm) throws IOException {
    List<RawClient> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      RawClient client = fixture.connectNarrow(server);
      harm.accept(client);
      crowd.add(client);
    }
    return crowd;
  }

  private void assertNormalClientIsServed(MetricsServer server) throws Exception {
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> response = fixture.get(server, "/metrics");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).hasSize(BODY_BYTES);
    }
    assertThat(server.connectionCount()).isLessThanOrEqualTo(64);
    assertThat(ServerFixture.serverThreads()).hasSize(1);
  }

  /** While the crowd still holds on, the server gets rid of it by itself; one idle client stays. */
  private static void assertAllIsGivenBack(MetricsServer server, List<RawClient> crowd) {
    eventually(() -> server.connectionCount() <= 1);
    eventually(() -> server.usedMemoryBytes() == 0);
    assertThat(crowd).hasSize(CROWD);
  }

  private static void sendQuietly(RawClient client, String bytes) {
    try {
      client.send(bytes);
    } catch (IOException cut) {
      // It was to be expected.
    }
  }

  private static void getQuietly(RawClient client, String target) {
    sendQuietly(client, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  private static void endQuietly(RawClient client) {
    try {
      client.endOutput();
    } catch (IOException cut) {
      // It was to be expected.
    }
  }
}
