package io.streamgauge.checkpoint.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.checkpoint.testing.StubJobManager;
import io.streamgauge.cluster.Await;
import io.streamgauge.limits.WaitLimit;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class HttpSenderTest {

  private final StubJobManager server = new StubJobManager().answer("/", "{}");
  private final AtomicLong ticker = new AtomicLong();
  private final Map<String, String> properties = new TreeMap<>();

  @AfterEach
  void close() {
    server.close();
    properties.keySet().forEach(System::clearProperty);
  }

  @Test
  void clientWhoseThreadHasDied_isReplaced() throws Exception {
    Set<Thread> before = selectors();
    HttpSender sender = new HttpSender(WaitLimit.LIMIT, ticker::get);
    assertThat(status(sender, WaitLimit.LIMIT)).isEqualTo(200);
    Set<Thread> ours = new HashSet<>(selectors());
    ours.removeAll(before);
    assertThat(ours).hasSize(1);

    ours.forEach(Thread::interrupt);
    Await.until(
        "the end of the thread", WaitLimit.LIMIT, () -> ours.stream().noneMatch(Thread::isAlive));
    assertThatThrownBy(() -> status(sender, Duration.ofSeconds(1)))
        .isInstanceOfAny(ExecutionException.class, TimeoutException.class);
    assertThatThrownBy(() -> status(sender, Duration.ofSeconds(1)))
        .isInstanceOfAny(ExecutionException.class, TimeoutException.class);
    ticker.addAndGet(HttpSender.FIRST_BACK_OFF.toNanos());

    assertThat(status(sender, WaitLimit.LIMIT)).isEqualTo(200);
  }

  @Test
  void silentServer_replacesTheClientLessAndLessOften() throws Exception {
    server.hang();
    Set<Thread> before = selectors();
    HttpSender sender = new HttpSender(WaitLimit.LIMIT, ticker::get);
    Set<Thread> seen = new HashSet<>();

    for (int minute = 0; minute < 60; minute++) {
      assertThatThrownBy(() -> status(sender, Duration.ofMillis(5))).isNotNull();
      seen.addAll(selectors());
      ticker.addAndGet(Duration.ofMinutes(1).toNanos());
    }

    seen.removeAll(before);
    assertThat(seen).hasSizeLessThan(15);
  }

  @Test
  void serverThatIsSlowAtTimes_replacesTheClientLessAndLessOften() throws Exception {
    Set<Thread> before = selectors();
    HttpSender sender = new HttpSender(WaitLimit.LIMIT, ticker::get);
    Set<Thread> seen = new HashSet<>();

    for (int minute = 0; minute < 60; minute++) {
      server.hang();
      assertThatThrownBy(() -> status(sender, Duration.ofMillis(5))).isNotNull();
      assertThatThrownBy(() -> status(sender, Duration.ofMillis(5))).isNotNull();
      server.recover();
      assertThat(status(sender, WaitLimit.LIMIT)).isEqualTo(200);
      seen.addAll(selectors());
      ticker.addAndGet(Duration.ofMinutes(1).toNanos());
    }

    seen.removeAll(before);
    assertThat(seen).hasSizeLessThan(15);
  }

  @Test
  void answerThatIsTooLong_isNoReasonToReplaceTheClient() throws Exception {
    server.answer("/", " ".repeat(1_001));
    Set<Thread> before = selectors();
    HttpSender sender = new HttpSender(WaitLimit.LIMIT, ticker::get);
    Set<Thread> seen = new HashSet<>();

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> status(sender, WaitLimit.LIMIT))
          .hasCauseInstanceOf(LimitedBody.TooLongException.class);
      seen.addAll(selectors());
      ticker.addAndGet(Duration.ofHours(1).toNanos());
    }

    seen.removeAll(before);
    assertThat(seen).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8081, DIRECT",
    "http://127.1.2.3:8081, DIRECT",
    "http://localhost:8081, DIRECT",
    "http://[::1]:8081, DIRECT",
    "https://127.0.0.1:8081, DIRECT",
    "http://jobmanager.inside:8081, DIRECT",
    "http://jobmanager.outside:8081, HTTP",
    "http://192.0.2.1:8081, HTTP"
  })
  void proxy_isNotUsedForThisMachineNorForExceptions(URI address, String expected) {
    set("http.proxyHost", "192.0.2.9");
    set("https.proxyHost", "192.0.2.9");
    set("http.nonProxyHosts", "*.inside");

    assertThat(new RemoteProxies().select(address))
        .singleElement()
        .satisfies(proxy -> assertThat(proxy.type()).hasToString(expected));
  }

  @Test
  void requestToThisMachine_doesNotGoThroughTheProxy() throws Exception {
    try (StubJobManager proxy = new StubJobManager()) {
      set("http.proxyHost", "127.0.0.1");
      set("http.proxyPort", String.valueOf(proxy.address().getPort()));
      // Without any exception, not even the JVM's own for loopback addresses.
      set("http.nonProxyHosts", "");
      assertThat(ProxySelector.getDefault().select(server.address()).get(0).type())
          .hasToString("HTTP");

      assertThat(status(new HttpSender(WaitLimit.LIMIT, ticker::get), WaitLimit.LIMIT))
          .isEqualTo(200);

      assertThat(proxy.requests()).isEmpty();
    }
  }

  private int status(HttpSender sender, Duration limit) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + "/"));
    return sender.send(request, limit, 1_000).statusCode();
  }

  private void set(String key, String value) {
    properties.put(key, value);
    System.setProperty(key, value);
  }

  private static Set<Thread> selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("-SelectorManager"))
        .collect(Collectors.toSet());
  }
}
