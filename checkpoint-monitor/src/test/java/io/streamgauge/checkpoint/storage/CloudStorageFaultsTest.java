package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.checkpoint.gcs.GcsStoreFactory;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.checkpoint.testing.StubCloudStorage;
import io.streamgauge.cluster.StubServer;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probe, Google's client and a stub of Cloud Storage: each fault has its own signal alone. */
@Tag("slow")
class CloudStorageFaultsTest {

  private static final String JOB = "flink/a";
  private static final String CHECKPOINT = JOB + "/chk-1";
  private static final String SHARED = JOB + "/shared/1";
  private static final Map<String, Double> WHOLE = Map.of("present", 1.0, "missing_objects", 0.0);

  private final StubCloudStorage bucket = new StubCloudStorage();
  private final FakeFlink flink = new FakeFlink();
  private final RequestMeter requests = new RequestMeter();
  private final ProbeUnderTest probe;

  CloudStorageFaultsTest() throws Exception {
    bucket.checkpoint(CHECKPOINT, SHARED, CHECKPOINT + "/1");
    flink.completed("a", "gs://bucket/" + CHECKPOINT);
    probe =
        new ProbeUnderTest(
            flink,
            requests,
            context -> {
              CheckpointStore store = open(context);
              return scheme -> store;
            });
  }

  private CheckpointStore open(TestingContext context) {
    try {
      return new GcsStoreFactory()
          .open(
              new StoreAccess(
                  Optional.of(bucket.endpoint()),
                  Optional.empty(),
                  Duration.ofMillis(800),
                  16 << 20,
                  requests,
                  context.ticker()));
    } catch (ProbeException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    probe.close();
    bucket.close();
  }

  @Test
  void aWholeCheckpointIsPresentAndItsJobsObjectsAreCounted() throws Exception {
    probe.poll();

    double bytes = 20 + bucket.content(CHECKPOINT + "/_metadata").length;
    assertThat(probe.storage())
        .isEqualTo(Map.of("present", 1.0, "missing_objects", 0.0, "objects", 3.0, "bytes", bytes));
    assertThat(probe.reports()).isEmpty();
    assertThat(codes()).containsExactly("list 200", "read 200", "stat 200");
  }

  @Test
  void metadataThatIsDeletedBehindFlinksBackIsMissing() throws Exception {
    bucket.delete(CHECKPOINT + "/_metadata");

    probe.poll();

    assertThat(presence()).isEqualTo(Map.of("present", 0.0, "missing_objects", 1.0));
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void oneSharedFileThatIsDeletedBehindFlinksBackIsMissing() throws Exception {
    bucket.delete(SHARED);

    probe.poll();

    assertThat(presence()).isEqualTo(Map.of("present", 0.0, "missing_objects", 1.0));
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void truncatedMetadataIsAnInvalidResponse() throws Exception {
    byte[] whole = bucket.content(CHECKPOINT + "/_metadata");
    bucket.put(CHECKPOINT + "/_metadata", Arrays.copyOf(whole, whole.length - 20));

    probe.poll();

    assertThat(presence()).isEmpty();
    assertThat(reasons()).containsExactly("INVALID_RESPONSE");
  }

  @ParameterizedTest
  @CsvSource({
    "401, authError, AUTHENTICATION",
    "403, forbidden, AUTHORIZATION",
    "429, rateLimitExceeded, THROTTLED",
    "500, backendError, UNAVAILABLE",
    "503, backendError, UNAVAILABLE"
  })
  void aStatusHasItsReasonAndNothingIsMissing(int status, String reason, String expected)
      throws Exception {
    bucket.failAll(StubCloudStorage.status(status, reason, "no"));

    probe.poll();

    assertThat(probe.storage()).isEmpty();
    assertThat(reasons()).containsExactly(expected);
    assertThat(codes()).allMatch(each -> each.endsWith(" " + status));
    recovers();
  }

  @Test
  void aBucketThatIsNotThereIsNotFoundAndNothingIsMissing() throws Exception {
    flink.completed("a", "gs://gone/" + CHECKPOINT);

    probe.poll();

    assertThat(probe.storage()).isEmpty();
    assertThat(reasons()).containsExactly("NOT_FOUND");
  }

  @Test
  void aBucketThatMayNotBeListedIsThere() throws Exception {
    bucket
        .delete(CHECKPOINT + "/_metadata")
        .fail("list"::equals, StubCloudStorage.status(403, "forbidden", "no"));

    probe.poll();

    assertThat(probe.storage()).isEqualTo(Map.of("present", 0.0, "missing_objects", 1.0));
    assertThat(reasons()).containsExactly("AUTHORIZATION");
  }

  @Test
  void withoutTheRightToListThePresenceIsTold() throws Exception {
    bucket.fail("list"::equals, StubCloudStorage.status(403, "forbidden", "no"));

    probe.poll();
    assertThat(probe.storage()).isEqualTo(WHOLE);
    assertThat(reasons()).containsExactly("AUTHORIZATION");

    probe.pass(Duration.ofMinutes(3)).poll();
    assertThat(probe.storage()).isEqualTo(WHOLE);
    assertThat(reasons()).isEmpty();
  }

  @Test
  void silenceIsUnreachableWithinTheLimit() throws Exception {
    endsWithinTheLimit(bucket.silence());
  }

  @Test
  void anAnswerThatStopsIsUnreachableWithinTheLimit() throws Exception {
    endsWithinTheLimit(bucket.halfAnAnswer());
  }

  private void endsWithinTheLimit(StubServer.Answer answer) throws Exception {
    bucket.failAll(answer);

    probe.poll();

    assertThat(probe.storage()).isEmpty();
    assertThat(reasons()).containsExactly("UNREACHABLE");
    assertThat(codes()).containsExactly("stat timeout");
    recovers();
  }

  @Test
  void anEndpointThatIsGoneIsUnreachable() throws Exception {
    bucket.close();

    probe.poll();

    assertThat(probe.storage()).isEmpty();
    assertThat(reasons()).containsExactly("UNREACHABLE");
    assertThat(codes()).containsExactly("stat unreachable");
  }

  @ParameterizedTest
  @CsvSource({"<html>", "{}", "[]", "''", "{\"error\":1}"})
  void anAnswerOfAnotherServerIsInvalid(String body) throws Exception {
    bucket.failAll(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.isEmpty() ? -1 : body.length());
          exchange.getResponseBody().write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });

    probe.poll();

    assertThat(presence()).isEmpty();
    assertThat(reasons()).containsExactly("INVALID_RESPONSE");
  }

  @Test
  void aHundredThousandObjectsAreCountedInAHundredPages() throws Exception {
    for (int i = 0; i < 100_000 - 3; i++) {
      bucket.put(JOB + "/shared/x%06d".formatted(i), new byte[1]);
    }

    probe.poll();

    assertThat(probe.reports()).isEmpty();
    double bytes = 99_997 + 20 + bucket.content(CHECKPOINT + "/_metadata").length;
    assertThat(probe.storage())
        .isEqualTo(
            Map.of("present", 1.0, "missing_objects", 0.0, "objects", 100_000.0, "bytes", bytes));
    assertThat(bucket.requests()).filteredOn(each -> each.startsWith("list")).hasSize(100);
  }

  @Test
  void theBucketsOwnAttributesAreNeverAskedFor() throws Exception {
    bucket.delete(CHECKPOINT + "/_metadata");
    probe.poll();
    flink.completed("a", "gs://gone/" + CHECKPOINT);
    probe.poll();

    assertThat(bucket.requests())
        .allMatch(each -> each.matches("(stat|read|list) flink/a.*"))
        .isNotEmpty();
  }

  private void recovers() throws Exception {
    bucket.recover();
    probe.pass(Duration.ofMinutes(3)).poll();
    assertThat(presence()).isEqualTo(WHOLE);
    assertThat(reasons()).isEmpty();
  }

  private Map<String, Double> presence() {
    Map<String, Double> found = probe.storage();
    found.keySet().retainAll(Set.of("present", "missing_objects"));
    return found;
  }

  private Set<String> reasons() {
    return probe.reports().stream()
        .map(each -> each.replaceFirst(":.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Operations and codes of the requests that are published. */
  private Set<String> codes() {
    return probe.context.published().names().stream()
        .filter(each -> each.contains("probe_requests_total"))
        .map(each -> each.replaceFirst(".*code=\"(.*?)\".*operation=\"(.*?)\".*", "$2 $1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
