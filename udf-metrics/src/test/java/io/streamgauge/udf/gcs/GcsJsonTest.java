package io.streamgauge.udf.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.BrokenServer;
import io.streamgauge.cluster.FreePorts;
import io.streamgauge.udf.lookup.LoadException;
import io.streamgauge.udf.lookup.LoadFailure;
import io.streamgauge.udf.lookup.LookupData;
import io.streamgauge.udf.lookup.RefreshingLookup;
import io.streamgauge.udf.testing.JulLines;
import io.streamgauge.udf.testing.LogLines;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a stub that answers as Cloud Storage does, or should not. */
@Tag("slow")
class GcsJsonTest {

  private GcsStub stub;

  @BeforeEach
  void start() throws Exception {
    stub = new GcsStub();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private void holds(String content) {
    stub.become(state -> state.holding(content));
  }

  private GcsJson map() {
    return GcsJson.map("b", "o")
        .endpoint(stub.address())
        .withoutCredentials()
        .timeout(Duration.ofMillis(500));
  }

  @Test
  void anObjectIsDownloadedOnceForEachGeneration() throws Exception {
    GcsJson source = map();
    holds("{\"de\":\"Germany\"}");

    Optional<LookupData<String, String>> first = source.load(null);
    Optional<LookupData<String, String>> same = source.load("1");
    holds("{\"de\":\"Deutschland\"}");
    Optional<LookupData<String, String>> second = source.load("1");

    assertThat(first.orElseThrow().entries()).isEqualTo(Map.of("de", "Germany"));
    assertThat(first.orElseThrow().version()).isEqualTo("1");
    assertThat(same).isEmpty();
    assertThat(second.orElseThrow().entries()).isEqualTo(Map.of("de", "Deutschland"));
    assertThat(stub.requests).containsExactly("find", "download", "find", "find", "download");
  }

  @Test
  void anObjectThatIsReplacedBetweenTheTwoRequestsIsFoundAgain() throws Exception {
    holds("{\"de\":\"Germany\"}");
    stub.afterNext(state -> state.holding("{\"de\":\"Deutschland\"}"));

    LookupData<String, String> data = map().load(null).orElseThrow();

    assertThat(data.entries()).isEqualTo(Map.of("de", "Deutschland"));
    assertThat(data.version()).isEqualTo("2");
    assertThat(stub.requests).containsExactly("find", "download", "find", "download");
  }

  @Test
  void itGoesWithTheJobToItsTasks() throws Exception {
    holds("[\"de\"]");
    GcsJson source =
        GcsJson.set("b", "o")
            .endpoint(stub.address())
            .withoutCredentials()
            .userProject("acme")
            .mostBytes(100);

    GcsJson copy = InstantiationUtil.clone(source);

    assertThat(copy.path()).isEqualTo("gs://b/o");
    assertThat(copy.load(null).orElseThrow().entries()).isEqualTo(Map.of("de", "de"));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("404", state -> state.answering(404), LoadFailure.NOT_FOUND),
        fault("401", state -> state.answering(401), LoadFailure.FORBIDDEN),
        fault("403", state -> state.answering(403), LoadFailure.FORBIDDEN),
        fault("429", state -> state.answering(429), LoadFailure.THROTTLED),
        fault("500", state -> state.answering(500), LoadFailure.UNAVAILABLE),
        fault("503", state -> state.answering(503), LoadFailure.UNAVAILABLE),
        fault("400", state -> state.answering(400), LoadFailure.OTHER),
        fault("403 of the download", state -> state.answeringDownloads(403), LoadFailure.FORBIDDEN),
        fault("429 of the download", state -> state.answeringDownloads(429), LoadFailure.THROTTLED),
        fault(
            "503 of the download", state -> state.answeringDownloads(503), LoadFailure.UNAVAILABLE),
        fault("404 of the download", state -> state.answeringDownloads(404), LoadFailure.NOT_FOUND),
        fault("truncated", state -> state.holding("{\"de\":\"Deut"), LoadFailure.MALFORMED),
        fault("malformed", state -> state.holding("<html>"), LoadFailure.MALFORMED),
        fault("of another shape", state -> state.holding("[\"de\"]"), LoadFailure.MALFORMED),
        fault("hang", state -> state.with(GcsStub.Fault.HANG), LoadFailure.TIMEOUT),
        fault(
            "hang in download",
            state -> state.with(GcsStub.Fault.HANG_IN_DOWNLOAD),
            LoadFailure.TIMEOUT),
        fault(
            "connection cut",
            state -> state.with(GcsStub.Fault.CUT_DOWNLOAD),
            LoadFailure.UNAVAILABLE),
        fault("too large", state -> state.holding(large()), LoadFailure.OTHER));
  }

  private static Arguments fault(
      String name, UnaryOperator<GcsStub.State> fault, LoadFailure reason) {
    return Arguments.argumentSet(name, fault, reason);
  }

  private static String large() {
    return "{\"de\":\"" + "x".repeat(2_000) + "\"}";
  }

  /** The whole way: the lookup goes on with the last good copy, tells why, and recovers. */
  @ParameterizedTest
  @MethodSource("faults")
  void theLookupGoesOnWithTheLastGoodCopyAndRecovers(
      UnaryOperator<GcsStub.State> fault, LoadFailure reason) throws Exception {
    RecordedMetrics recorded = new RecordedMetrics();
    holds("{\"de\":\"Germany\"}");
    try (RefreshingLookup<String, String> lookup =
        RefreshingLookup.named("countries", map().mostBytes(1_000))
            .every(Duration.ofMillis(20))
            .open(new RecordedGroup(recorded))) {

      stub.become(state -> fault.apply(state.holding("{\"de\":\"Deutschland\"}")));
      await().until(() -> failures(recorded, reason) >= 2);

      assertThat(lookup.get("de")).isEqualTo("Germany");
      holds("{\"de\":\"Allemagne\"}");
      await().until(() -> "Allemagne".equals(lookup.get("de")));
    }

    double failed = recorded.sum("lookup_loads_total", "outcome", "failure");
    assertThat(failures(recorded, reason)).isEqualTo(failed);
    assertThat(recorded.sum("lookup_load_failures_total")).isEqualTo(failed);
    assertThat(recorded.sum("lookup_info", "path", "gs://b/o")).isEqualTo(1);
    assertThat(recorded.sum("lookup_source_bytes")).isEqualTo(18);
  }

  private static double failures(RecordedMetrics recorded, LoadFailure reason) {
    return recorded.sum(
        "lookup_load_failures_total", "reason", reason.name().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultHasItsReason(UnaryOperator<GcsStub.State> fault, LoadFailure reason)
      throws Exception {
    holds("{\"de\":\"Germany\"}");
    GcsJson source = map().mostBytes(1_000);

    stub.become(fault);

    assertThatThrownBy(() -> source.load(null))
        .isInstanceOf(LoadException.class)
        .extracting(thrown -> ((LoadException) thrown).reason())
        .isEqualTo(reason);
    source.close();
  }

  @Test
  void nothingIsRepeatedWithinOneLoad() {
    stub.become(state -> state.answering(503));

    assertThatThrownBy(() -> map().load(null)).hasMessage("HTTP status 503");

    assertThat(stub.requests).containsExactly("find");
  }

  @Test
  void nobodyThereIsUnavailable() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next());

    assertThatThrownBy(() -> map().endpoint(nobody).load(null))
        .isInstanceOf(LoadException.class)
        .extracting(thrown -> ((LoadException) thrown).reason())
        .isEqualTo(LoadFailure.UNAVAILABLE);
  }

  @Test
  void abandonLoads_downloadThatTrickles_ends() throws Exception {
    holds("{}");
    stub.become(state -> state.with(GcsStub.Fault.TRICKLE));
    GcsJson source = map();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> assertThatThrownBy(() -> source.load(null)));
    await().until(() -> stub.requests.contains("download"));

    await()
        .until(
            () -> {
              source.abandonLoads();
              return load.isDone();
            });

    assertThat(load).isCompleted();
  }

  @Test
  void abandonLoads_duringTheMetadataRequest_downloadsNothing() {
    holds("{}");
    GcsJson source = map();
    stub.afterNext(
        state -> {
          source.abandonLoads();
          return state;
        });

    assertThatThrownBy(() -> source.load(null))
        .isInstanceOf(LoadException.class)
        .hasMessage("the load was abandoned");

    assertThat(stub.requests).containsExactly("find");
  }

  @ParameterizedTest
  @EnumSource
  void loads_brokenListener_logOneLinePerReason(BrokenServer.Fault fault) throws Exception {
    RecordedMetrics recorded = new RecordedMetrics();
    try (BrokenServer server = BrokenServer.start(fault);
        LogLines lines = LogLines.of("");
        JulLines jul = new JulLines()) {
      GcsJson source = map().endpoint(server.address()).timeout(Duration.ofMillis(50));
      try (RefreshingLookup<String, String> lookup =
          RefreshingLookup.named("flood " + fault, source)
              .every(Duration.ofMillis(1))
              .mayBeginEmpty()
              .open(new RecordedGroup(recorded))) {
        await().until(() -> recorded.sum("lookup_load_failures_total") >= 40);
        assertThat(lookup.entries()).isEmpty();
      }

      assertThat(jul.all()).isEmpty();
      assertThat(lines.all())
          .isNotEmpty()
          .allMatch(line -> line.startsWith("Lookup 'flood " + fault + "' could not be loaded"))
          .extracting(line -> line.substring(0, line.indexOf(": ")))
          .as("one line for each reason")
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatIsTooLargeIsNotDownloaded() {
    holds(large());

    assertThatThrownBy(() -> map().mostBytes(1_000).load(null))
        .hasMessage("it may have 1000 bytes, see GcsJson.mostBytes, and has 2009 bytes");

    assertThat(stub.requests).containsExactly("find");
  }

  @Test
  void whatIsStoredPackedIsUnpacked() throws Exception {
    holds("{\"de\":\"Germany\"}");
    stub.become(state -> state.with(GcsStub.Fault.PACKED));

    assertThat(map().load(null).orElseThrow().entries()).isEqualTo(Map.of("de", "Germany"));
  }

  @Test
  void aBucketMustNotBeBlank() {
    assertThatThrownBy(() -> GcsJson.map("", "o"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the bucket of a lookup in GCS must not be blank");
  }
}
