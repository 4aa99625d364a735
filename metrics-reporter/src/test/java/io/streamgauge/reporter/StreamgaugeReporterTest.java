package io.streamgauge.reporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.registry.TestingMetricGroup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.testing.HangingCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamgaugeReporterTest {

  private static final TestingMetricGroup TASKMANAGER =
      TestingMetricGroup.of("taskmanager", "host", "h", "tm_id", "tm-1");

  private final HttpClient client = HttpClient.newHttpClient();
  private final StreamgaugeReporter reporter = new StreamgaugeReporter();

  @AfterEach
  void close() {
    reporter.close();
  }

  @Test
  void aMetricIsServedWhileItIsRegistered() throws Exception {
    open("port", 0);
    Counter counter = new SimpleCounter();
    counter.inc(3);

    reporter.notifyOfAddedMetric(counter, "numRecordsIn", TASKMANAGER);
    String during = get("/metrics");
    reporter.notifyOfRemovedMetric(counter, "numRecordsIn", TASKMANAGER);

    assertThat(during).contains("flink_taskmanager_numRecordsIn{host=\"h\",tm_id=\"tm-1\"} 3\n");
    assertThat(get("/metrics")).doesNotContain("numRecordsIn");
  }

  @Test
  void theCompressedBodyIsThePlainOne() throws Exception {
    open("port", 0);
    for (int i = 0; i < 1000; i++) {
      Counter counter = new SimpleCounter();
      counter.inc(i);
      reporter.notifyOfAddedMetric(counter, "x", TASKMANAGER.addGroup("k", "v" + i));
    }

    String plain = get("/metrics?name[]=flink_taskmanager_k_x");
    byte[] compressed = getGzip("/metrics?name[]=flink_taskmanager_k_x");

    assertThat(compressed).hasSizeLessThan(plain.length() / 4);
    assertThat(
            new String(
                new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes(),
                StandardCharsets.UTF_8))
        .isEqualTo(plain);
  }

  @Test
  void theReporterTellsOfItself() throws Exception {
    open("port", 0, "prot", "9249");
    reporter.notifyOfAddedMetric(new SimpleCounter(), "x", TASKMANAGER);

    assertThat(get("/metrics"))
        .contains("streamgauge_reporter_config_errors{host=\"h\",tm_id=\"tm-1\"} 1\n")
        .contains("streamgauge_reporter_port{host=\"h\",tm_id=\"tm-1\"} " + reporter.port() + "\n")
        .contains("streamgauge_reporter_gauges_quarantined{host=\"h\",tm_id=\"tm-1\"} 0\n")
        .contains(
            "streamgauge_reporter_dropped_total{host=\"h\",reason=\"threw\",tm_id=\"tm-1\"} 0\n")
        .contains("streamgauge_build_info{flink_version=\"1.20.3\",host=\"h\",java_version=\"");
  }

  @Test
  void mainMetricsOfFlinkAndAllOfOursHaveTheHelpOfTheCatalogue() throws Exception {
    open("port", 0);
    TestingMetricGroup operator = TestingMetricGroup.operator(0, "a1");
    reporter.notifyOfAddedMetric(new SimpleCounter(), "numRecordsIn", operator);

    String text = get("/metrics");

    assertThat(text)
        .contains(
            "# HELP flink_taskmanager_job_task_operator_numRecordsIn "
                + Catalogue.load().help("flink_taskmanager_job_task_operator_numRecordsIn")
                + "\n# TYPE flink_taskmanager_job_task_operator_numRecordsIn counter\n");
    assertThat(text.lines().filter(line -> line.startsWith("# TYPE streamgauge_")))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              String name = line.split(" ", 4)[2];
              assertThat(text).contains("# HELP " + name + " " + Catalogue.load().help(name));
              assertThat(Catalogue.load().help(name)).as(name).isNotEmpty();
            });
  }

  @Test
  void client_cannotWaitForASlowGauge_lacksOnlyIt() throws Exception {
    open("port", 0, "value.timeout", "20 s", "scrape.timeout", "25 s");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    reporter.notifyOfAddedMetric(slow(begun, release), "a", TASKMANAGER);
    reporter.notifyOfAddedMetric(new SimpleCounter(), "b", TASKMANAGER);

    CompletableFuture<String> patient = getLater("/metrics");
    begun.await();
    HttpResponse<String> impatient = getWithin("/metrics", "2");
    release.countDown();

    assertThat(impatient.statusCode()).isEqualTo(200);
    assertThat(impatient.body())
        .contains("flink_taskmanager_b{host=\"h\",tm_id=\"tm-1\"} 0\n", lateSamples(1))
        .doesNotContain("flink_taskmanager_a");
    assertThat(patient.get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS))
        .contains("flink_taskmanager_b{host=\"h\",tm_id=\"tm-1\"} 0\n", lateSamples(0))
        .contains("flink_taskmanager_a{host=\"h\",tm_id=\"tm-1\"} 7\n")
        .contains("streamgauge_reporter_gauges_quarantined{host=\"h\",tm_id=\"tm-1\"} 0\n")
        .doesNotContainPattern(
            "streamgauge_reporter_dropped_total\\{.*(hung|time_limit|quarantined).* [1-9]");
  }

  @Test
  void client_wouldGetOnlyAPartOfTheMetrics_isRefused() throws Exception {
    open("port", 0, "value.timeout", "20 s", "scrape.timeout", "25 s");
    CountDownLatch begun = new CountDownLatch(4);
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      reporter.notifyOfAddedMetric(slow(begun, release), "a" + i, TASKMANAGER);
    }
    Gauge<Integer> last = () -> 1;
    reporter.notifyOfAddedMetric(last, "b", TASKMANAGER);

    CompletableFuture<String> patient = getLater("/metrics");
    begun.await();
    HttpResponse<String> impatient = getWithin("/metrics", "0.004");
    release.countDown();

    assertThat(impatient.statusCode()).isEqualTo(503);
    assertThat(impatient.body())
        .isEqualTo("Not all metrics could be read within the scrape timeout of this client\n");
    assertThat(patient.get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS))
        .contains("flink_taskmanager_a3{host=\"h\",tm_id=\"tm-1\"} 7\n")
        .contains("flink_taskmanager_b{host=\"h\",tm_id=\"tm-1\"} 1\n");
  }

  @Test
  void flinkMetricsThatHang_seven_everyScrapeHasOwnMetrics() throws Exception {
    open("port", 0, "value.timeout", "500 ms", "scrape.timeout", "3 s");
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < 7; i++) {
      Gauge<Integer> slow = slow(new CountDownLatch(1), release);
      reporter.notifyOfAddedMetric(new HangingCounter(slow::getValue), "x" + i, TASKMANAGER);
    }

    for (int i = 0; i < 3; i++) {
      assertThat(get("/metrics")).contains("streamgauge_build_info");
    }

    release.countDown();
  }

  private static Gauge<Integer> slow(CountDownLatch begun, CountDownLatch release) {
    return () -> {
      begun.countDown();
      try {
        release.await();
        return 7;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static String lateSamples(int count) {
    return "streamgauge_reporter_late_samples{host=\"h\",tm_id=\"tm-1\"} " + count + '\n';
  }

  private CompletableFuture<String> getLater(String path) {
    return client
        .sendAsync(request(path).build(), BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  private HttpResponse<String> getWithin(String path, String seconds) throws Exception {
    HttpRequest.Builder request =
        request(path).header("X-Prometheus-Scrape-Timeout-Seconds", seconds);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void anIntegerPortFromYamlIsTaken() throws Exception {
    open("port", 0);
    int taken = reporter.port();
    StreamgaugeReporter second = new StreamgaugeReporter();
    MetricConfig config = new MetricConfig();
    config.put("host", "127.0.0.1");
    config.put("port", taken);

    second.open(config);

    assertThat(second.port()).as("no port, because the only one is in use").isEqualTo(-1);
  }

  @Test
  void aSecondProcessOfTheHostTakesTheNextPortOfTheRange() {
    open("port", 0);
    StreamgaugeReporter second = new StreamgaugeReporter();
    MetricConfig config = new MetricConfig();
    config.put("host", "127.0.0.1");
    config.put("port", reporter.port() + ",0");

    second.open(config);

    assertThat(second.port()).isPositive().isNotEqualTo(reporter.port());
    second.close();
  }

  @Test
  void open_malformedPort_throwsNothingAndServesNothing() {
    open("port", "80800");

    reporter.notifyOfAddedMetric(new SimpleCounter(), "x", TASKMANAGER);

    assertThat(reporter.port()).isEqualTo(-1);
  }

  @Test
  void callbacksNeverThrow() {
    open("port", 0);

    reporter.notifyOfAddedMetric(new SimpleCounter(), "x", new FailingMetricGroup());
    reporter.notifyOfRemovedMetric(new SimpleCounter(), "x", new FailingMetricGroup());
    reporter.close();
    reporter.notifyOfAddedMetric(new SimpleCounter(), "x", TASKMANAGER);

    assertThat(reporter.port()).isEqualTo(-1);
  }

  @Test
  void aCounterOfOursIsThereAfterItsTaskDied() throws Exception {
    open("port", 0);
    TestingMetricGroup first = TestingMetricGroup.operator(0, "a1").addGroup("streamgauge");
    Counter failures = new SimpleCounter();
    failures.inc();

    reporter.notifyOfAddedMetric(failures, "failures_total", first);
    reporter.notifyOfRemovedMetric(failures, "failures_total", first);
    reporter.notifyOfAddedMetric(
        new SimpleCounter(),
        "failures_total",
        TestingMetricGroup.operator(0, "a2").addGroup("streamgauge"));

    assertThat(get("/metrics?name[]=streamgauge_failures_total")).endsWith("} 1\n");
  }

  @Test
  void closingLeavesNoThread() throws Exception {
    open("port", 0);
    get("/metrics");

    reporter.close();
    reporter.close();

    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("streamgauge-")));
  }

  private void open(Object... keysAndValues) {
    MetricConfig config = new MetricConfig();
    config.put("host", "127.0.0.1");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      config.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    reporter.open(config);
  }

  private String get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString()).body();
  }

  private byte[] getGzip(String path) throws IOException, InterruptedException {
    HttpRequest request = request(path).header("Accept-Encoding", "gzip").build();
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    String encoded = path.replace("[", "%5B").replace("]", "%5D");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + reporter.port() + encoded));
  }
}
