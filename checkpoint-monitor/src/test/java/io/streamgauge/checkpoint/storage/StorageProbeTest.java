package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checkpoints of jobs {@code a}, {@code b} ... in a store in memory. */
class StorageProbeTest {

  private static final String JOB = "mem://bucket/a";
  private static final String CHECKPOINT = JOB + "/chk-1";
  private static final String SHARED = JOB + "/shared/1";
  private static final String OWN = CHECKPOINT + "/1";

  private final FakeFlink flink = new FakeFlink();
  private final FakeStore store = new FakeStore();
  private final ProbeUnderTest probe;

  StorageProbeTest() throws Exception {
    probe = new ProbeUnderTest(flink, store, "listing-limit", "50", "requests-limit", "10");
    flink.completed("a", CHECKPOINT);
    store.checkpoint(CHECKPOINT, SHARED, OWN);
  }

  @AfterEach
  void close() throws Exception {
    probe.close();
  }

  @Test
  void aWholeCheckpointIsPresentWithNumberAndSizeOfTheJobsFiles() throws Exception {
    probe.poll();

    double bytes = 20 + store.content(CHECKPOINT + "/_metadata").length;
    assertThat(probe.storage())
        .isEqualTo(Map.of("present", 1.0, "missing_objects", 0.0, "objects", 3.0, "bytes", bytes));
    assertThat(probe.reports()).isEmpty();
    assertThat(probe.context.published().names())
        .contains(
            "streamgauge_checkpoint_storage_present{bucket=\"bucket\",host=\"jm\",job_id=\"a\","
                + "job_name=\"job a\",scheme=\"mem\"}");
  }

  @Test
  void aCheckpointIsReadOnceAndItsFilesAreLookedForEachTime() throws Exception {
    probe.poll().pass(Duration.ofMinutes(3)).poll();

    assertThat(store.requests())
        .filteredOn(each -> !each.startsWith("list"))
        .containsExactly(
            "stat " + CHECKPOINT + "/_metadata",
            "read " + CHECKPOINT + "/_metadata",
            "stat " + SHARED,
            "stat " + OWN,
            "stat " + CHECKPOINT + "/_metadata",
            "stat " + SHARED,
            "stat " + OWN);
  }

  @Test
  void aFileThatIsDeletedBehindFlinksBackIsMissing() throws Exception {
    store.delete(SHARED);

    probe.poll();

    assertThat(probe.storage()).containsEntry("present", 0.0).containsEntry("missing_objects", 1.0);
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void metadataThatIsDeletedBehindFlinksBackIsMissing() throws Exception {
    store.delete(CHECKPOINT + "/_metadata");

    probe.poll();

    assertThat(probe.storage()).containsEntry("present", 0.0).containsEntry("missing_objects", 1.0);
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void whatIsThereAgainIsPresentAgain() throws Exception {
    store.delete(SHARED);
    probe.poll();
    store.put(SHARED, new byte[10]);

    probe.pass(Duration.ofSeconds(10)).poll();

    assertThat(probe.storage()).containsEntry("present", 1.0).containsEntry("missing_objects", 0.0);
  }

  @Test
  void aCheckpointThatIsReplacedBeforeTheSecondLookIsNotMissing() throws Exception {
    store.delete(CHECKPOINT).checkpoint(JOB + "/chk-2", SHARED, JOB + "/chk-2/1");
    probe.whilePausing(() -> flink.completed("a", JOB + "/chk-2"));

    probe.poll();

    assertThat(probe.storage()).containsEntry("present", 1.0).containsEntry("missing_objects", 0.0);
  }

  @Test
  void metadataThatIsDeletedBetweenLookAndReadIsThatOfAReplacedCheckpoint() throws Exception {
    store.whenAsked(
        path -> {
          if (store.requests().size() == 2) {
            store.delete(CHECKPOINT).checkpoint(JOB + "/chk-2", SHARED);
          }
        });
    probe.whilePausing(() -> flink.completed("a", JOB + "/chk-2"));

    probe.poll();

    assertThat(probe.storage()).containsEntry("present", 1.0);
  }

  @Test
  void aCheckpointThatIsReplacedTooOftenSaysNothing() throws Exception {
    int[] number = {1};
    store.whenAsked(path -> store.delete(CHECKPOINT).delete(JOB + "/chk-" + number[0]));
    probe.whilePausing(
        () -> {
          number[0]++;
          flink.completed("a", JOB + "/chk-" + number[0]);
        });

    probe.poll();

    assertThat(flink.asked()).hasSize(4);
    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void aSharedFileThatANewerCheckpointNeedsTooIsMissingThoughCheckpointsAreQuick()
      throws Exception {
    store.delete(SHARED);
    int[] number = {1};
    probe.whilePausing(
        () -> {
          String next = JOB + "/chk-" + ++number[0];
          store.delete(JOB + "/chk-" + (number[0] - 1)).checkpoint(next, SHARED).delete(SHARED);
          flink.completed("a", next);
        });

    probe.poll();

    assertThat(probe.storage()).containsEntry("present", 0.0).containsEntry("missing_objects", 1.0);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "UNREACHABLE",
        "UNAVAILABLE",
        "THROTTLED",
        "AUTHENTICATION",
        "AUTHORIZATION",
        "NOT_FOUND"
      })
  void aStoreThatDoesNotSayIsAnErrorAndNothingIsMissing(ProbeError reason) throws Exception {
    store.fail(JOB, reason);

    probe.poll();

    assertThat(probe.storage()).isEmpty();
    assertThat(probe.reports()).isNotEmpty().allMatch(each -> each.startsWith(reason + ": "));
    store.recover();
    probe.pass(Duration.ofMinutes(3)).poll();
    assertThat(probe.storage()).containsEntry("present", 1.0);
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void oneFileThatTheStoreDoesNotTellOfIsNotMissing() throws Exception {
    store.fail(SHARED, ProbeError.UNAVAILABLE);

    probe.poll();

    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    assertThat(probe.reports()).containsExactly("UNAVAILABLE: " + SHARED + " fails");
  }

  @Test
  void truncatedMetadataIsAnErrorAndNotMissing() throws Exception {
    byte[] whole = store.content(CHECKPOINT + "/_metadata");
    store.put(CHECKPOINT + "/_metadata", Arrays.copyOf(whole, whole.length / 2));

    probe.poll();

    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    assertThat(probe.reports())
        .singleElement()
        .satisfies(each -> assertThat(each).startsWith("INVALID_RESPONSE: " + CHECKPOINT));
  }

  @Test
  void truncatedMetadataIsAnErrorAlsoWhenThereIsNoTimeForASecondLook() throws Exception {
    byte[] whole = store.content(CHECKPOINT + "/_metadata");
    store.put(CHECKPOINT + "/_metadata", Arrays.copyOf(whole, whole.length / 2));
    store.whenAsked(path -> probe.pass(Duration.ofSeconds(20)));

    probe.poll();

    assertThat(probe.reports())
        .singleElement()
        .satisfies(each -> assertThat(each).startsWith("INVALID_RESPONSE: "));
  }

  @Test
  void metadataThatIsCutWhileItIsReplacedIsNoError() throws Exception {
    byte[] whole = store.content(CHECKPOINT + "/_metadata");
    store.put(CHECKPOINT + "/_metadata", Arrays.copyOf(whole, whole.length / 2));
    store.checkpoint(JOB + "/chk-2", SHARED);
    probe.whilePausing(() -> flink.completed("a", JOB + "/chk-2"));

    probe.poll();

    assertThat(probe.reports()).isEmpty();
    assertThat(probe.storage()).containsEntry("present", 1.0);
  }

  @Test
  void withoutTheRightToListPresenceIsToldAndTheRightIsMissedOnce() throws Exception {
    store.failListing(ProbeError.AUTHORIZATION);

    probe.poll();

    assertThat(probe.storage()).isEqualTo(Map.of("present", 1.0, "missing_objects", 0.0));
    assertThat(probe.reports())
        .singleElement()
        .satisfies(each -> assertThat(each).startsWith("AUTHORIZATION: " + JOB));
    for (int i = 0; i < 30; i++) {
      probe.pass(Duration.ofMinutes(3)).poll();
      assertThat(probe.storage()).isEqualTo(Map.of("present", 1.0, "missing_objects", 0.0));
      assertThat(probe.reports()).isEmpty();
    }
    store.recover();
    probe.pass(Duration.ofHours(1)).poll();
    assertThat(probe.storage()).containsEntry("objects", 3.0);
  }

  @Test
  void aListingThatFailsIsAnErrorAndTriedAgainAfterATenthOfItsInterval() throws Exception {
    store.failListing(ProbeError.UNAVAILABLE);
    probe.poll();
    assertThat(probe.storage()).isEqualTo(Map.of("present", 1.0, "missing_objects", 0.0));
    assertThat(probe.reports()).hasSize(1);
    store.recover();

    probe.pass(Duration.ofMinutes(5)).poll();
    assertThat(probe.storage()).doesNotContainKey("objects");
    assertThat(probe.reports()).isEmpty();

    probe.pass(Duration.ofMinutes(1)).poll();
    assertThat(probe.storage()).containsEntry("objects", 3.0);
  }

  @Test
  void aListingThatFailsAgainIsTriedAfterTwiceTheTimeUpToItsInterval() throws Exception {
    store.failListing(ProbeError.UNAVAILABLE);
    List<Integer> tries = new ArrayList<>();
    for (int minute = 0; minute < 300; minute++) {
      int before = listings();
      probe.poll().pass(Duration.ofMinutes(1));
      if (listings() > before) {
        tries.add(minute);
      }
    }

    assertThat(tries).containsExactly(0, 6, 18, 42, 90, 150, 210, 270);
  }

  @Test
  void aListingThatTheStoreFindsTooLongIsTriedAgainAfterItsInterval() throws Exception {
    store.failListing(ProbeError.LIMIT);
    for (int minute = 0; minute < 120; minute++) {
      probe.poll().pass(Duration.ofMinutes(1));
    }

    assertThat(listings()).isEqualTo(2);
  }

  private int listings() {
    return (int) store.requests().stream().filter(each -> each.startsWith("list")).count();
  }

  @Test
  void aMissedFileThatALaterLookDoesNotReachIsNotToldOfItAsMissing() throws Exception {
    String second = JOB + "/shared/2";
    store.checkpoint(CHECKPOINT, SHARED, second).delete(SHARED).delete(second);
    probe.poll();
    assertThat(probe.storage()).containsEntry("missing_objects", 2.0);

    store.put(SHARED, new byte[1]).put(second, new byte[1]);
    store.whenAsked(path -> probe.pass(Duration.ofSeconds(path.endsWith("_metadata") ? 0 : 50)));
    probe.pass(Duration.ofMinutes(3)).poll();

    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
  }

  @Test
  void aKeyInAPathIsToldNowhere() throws Exception {
    String folder = "mem://key:canary@bucket/a/chk-1";
    byte[] whole = store.content(CHECKPOINT + "/_metadata");
    flink.completed("a", folder);
    for (byte[] content :
        List.of(Arrays.copyOf(whole, whole.length / 2), new byte[(64 << 20) + 1])) {
      store.put(folder + "/_metadata", content);
      probe.poll();
      assertThat(probe.reports()).isNotEmpty().noneMatch(each -> each.contains("canary"));
    }
    IntStream.range(0, 100).forEach(i -> store.put("mem://key:canary@bucket/a/" + i, new byte[1]));
    probe.pass(Duration.ofHours(1)).poll();
    assertThat(probe.reports())
        .anyMatch(each -> each.contains("listing-limit"))
        .noneMatch(each -> each.contains("canary"));
    assertThat(probe.context.published().names()).noneMatch(each -> each.contains("canary"));
  }

  @Test
  void aJobIsListedOnceAnHour() throws Exception {
    for (int minutes = 0; minutes < 180; minutes += 3) {
      probe.poll().pass(Duration.ofMinutes(3));
    }

    assertThat(store.requests())
        .filteredOn(each -> each.startsWith("list"))
        .as("3 listings of 2 pages")
        .hasSize(6);
  }

  @Test
  void moreFilesThanTheLimitAreNotCounted() throws Exception {
    IntStream.range(0, 100).forEach(i -> store.put(JOB + "/shared/x" + i, new byte[1]));

    probe.poll();

    assertThat(probe.storage()).isEqualTo(Map.of("present", 1.0, "missing_objects", 0.0));
    assertThat(probe.reports())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each).startsWith("LIMIT: ").contains("listing-limit").contains("50"));
    assertThat(store.requests()).filteredOn(each -> each.startsWith("list")).hasSize(26);
  }

  @Test
  void aListingThatDoesNotEndInOnePollGoesOnInTheNext() throws Exception {
    IntStream.range(0, 40).forEach(i -> store.put(JOB + "/shared/x" + i, new byte[1]));
    store.whenAsked(path -> probe.pass(Duration.ofSeconds(4)));

    int polls = 0;
    do {
      probe.poll().pass(Duration.ofSeconds(1));
      polls++;
    } while (!probe.storage().containsKey("objects"));

    assertThat(probe.storage()).containsEntry("objects", 43.0);
    assertThat(polls).isEqualTo(3);
    assertThat(store.requests()).filteredOn(each -> each.startsWith("list")).hasSize(22);
  }

  @Test
  void aFolderThatIsNotTheJobsAloneIsNotListed() throws Exception {
    flink.completed("b", CHECKPOINT);
    flink.ended("a");

    probe.poll();

    assertThat(probe.storage()).isEqualTo(Map.of("present", 1.0, "missing_objects", 0.0));
  }

  @Test
  void overTheLimitOfRequestsTheFilesThatWereSeenLongestAgoComeFirst() throws Exception {
    String[] many =
        IntStream.range(0, 25).mapToObj(i -> JOB + "/shared/" + i).toArray(String[]::new);
    store.checkpoint(CHECKPOINT, many);

    probe.poll();
    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    probe.pass(Duration.ofSeconds(10)).poll();
    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    probe.pass(Duration.ofSeconds(10)).poll();
    assertThat(probe.storage()).containsEntry("present", 1.0);

    assertThat(probe.reports()).isEmpty();
    assertThat(store.requests())
        .filteredOn(each -> each.startsWith("stat " + JOB + "/shared"))
        .hasSize(30)
        .startsWith(Arrays.stream(many).map(each -> "stat " + each).toArray(String[]::new))
        .endsWith(
            "stat " + many[0],
            "stat " + many[1],
            "stat " + many[2],
            "stat " + many[3],
            "stat " + many[4]);
  }

  @Test
  void newFilesThatComeFasterThanTheyAreLookedForAreALimit() throws Exception {
    int[] number = {1};
    for (int i = 0; i < 3; i++) {
      String folder = JOB + "/chk-" + ++number[0];
      store.checkpoint(
          folder,
          IntStream.range(0, 25).mapToObj(each -> folder + '/' + each).toArray(String[]::new));
      flink.completed("a", folder);
      probe.poll().pass(Duration.ofSeconds(10));
    }

    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    assertThat(probe.reports())
        .singleElement()
        .satisfies(each -> assertThat(each).startsWith("LIMIT: ").contains("requests-limit"));
  }

  @Test
  void metadataThatIsTooLargeIsALimit() throws Exception {
    store.put(CHECKPOINT + "/_metadata", new byte[(64 << 20) + 1]);

    probe.poll();

    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    assertThat(probe.reports())
        .singleElement()
        .satisfies(each -> assertThat(each).startsWith("LIMIT: ").contains("metadata-limit"));
    assertThat(store.requests()).noneMatch(each -> each.startsWith("read"));
  }

  @Test
  void aJobWithoutACheckpointHasNoSeries() throws Exception {
    flink.none("a");

    probe.poll();

    assertThat(probe.storage()).isEmpty();
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void onlyOfARestoredCheckpointTheTimeIsToldUntilThereIsANewOne() throws Exception {
    flink.restored("a", CHECKPOINT);
    probe.poll();
    assertThat(probe.storage()).containsEntry("restored_timestamp_seconds", 1.7e9);
    assertThat(probe.context.published().names())
        .contains(
            "streamgauge_checkpoint_restored_timestamp_seconds{host=\"jm\",job_id=\"a\","
                + "job_name=\"job a\"}");

    flink.completed("a", CHECKPOINT);
    probe.pass(Duration.ofSeconds(10)).poll();

    assertThat(probe.storage()).doesNotContainKey("restored_timestamp_seconds");
  }

  @Test
  void aLookThatFailsLeavesTheLastValuesForThreeIntervals() throws Exception {
    probe.poll();
    store.fail(JOB, ProbeError.UNREACHABLE);

    probe.pass(Duration.ofSeconds(80)).poll();
    assertThat(probe.storage()).containsEntry("present", 1.0);

    probe.pass(Duration.ofSeconds(11)).poll();
    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
  }

  @Test
  void aJobThatHasEndedIsForgotten() throws Exception {
    probe.poll();
    flink.ended("a");

    probe.pass(Duration.ofSeconds(10)).poll();

    assertThat(probe.storage()).isEmpty();
  }

  @Test
  void aSlowJobDoesNotTakeTheTimeOfTheOthers() throws Exception {
    for (String job : List.of("b", "c")) {
      String folder = "mem://other/" + job + "/chk-1";
      flink.completed(job, folder);
      store.checkpoint(folder, folder + "/1");
    }
    store.whenAsked(path -> probe.pass(Duration.ofSeconds(path.startsWith(JOB) ? 20 : 1)));

    probe.poll().pass(Duration.ofSeconds(10));
    assertThat(flink.asked()).containsExactly("a");
    assertThat(probe.reports()).singleElement().asString().startsWith("LIMIT: ");
    flink.asked().clear();
    probe.poll();

    assertThat(flink.asked()).containsExactly("b", "c", "a");
    assertThat(probe.context.published().names())
        .anyMatch(each -> each.contains("storage_present") && each.contains("job_id=\"b\""))
        .anyMatch(each -> each.contains("storage_present") && each.contains("job_id=\"c\""));
  }

  @Test
  void aBucketInTroubleIsAskedOnceAPoll() throws Exception {
    for (String job : List.of("b", "c")) {
      flink.completed(job, "mem://bucket/" + job + "/chk-1");
    }
    String elsewhere = "mem://other/d/chk-1";
    flink.completed("d", elsewhere);
    store.checkpoint(elsewhere, elsewhere + "/1").fail("mem://bucket", ProbeError.UNREACHABLE);

    probe.poll();

    assertThat(probe.reports()).containsExactly("UNREACHABLE: mem://bucket fails");
    assertThat(store.requests()).filteredOn(each -> each.contains("//bucket")).hasSize(1);
    assertThat(probe.storage()).containsEntry("present", 1.0);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "CONFIGURATION"})
  void flinkThatCannotBeReachedIsTheFailureOfThePoll(ProbeError reason) {
    flink.fail("a", reason);

    assertThatThrownBy(probe::poll)
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(probe.storage()).isEmpty();
  }

  @Test
  void aJobThatFlinkDoesNotTellOfIsReportedAndTheOthersAreLookedAt() throws Exception {
    String other = "mem://bucket/b/chk-1";
    flink.completed("b", other).fail("a", ProbeError.UNAVAILABLE);
    store.checkpoint(other, other + "/1");

    probe.poll();

    assertThat(probe.reports()).containsExactly("UNAVAILABLE: /jobs/a/checkpoints fails");
    assertThat(presentJobs()).containsExactly("b");
  }

  @Test
  void anExceptionThatNobodyExpectsIsThatOfItsJobAlone() throws Exception {
    String other = "mem://bucket/b/chk-1";
    flink.completed("b", other);
    store.checkpoint(other, other + "/1");
    store.whenAsked(
        path -> {
          if (path.startsWith(JOB)) {
            throw new IllegalArgumentException("with a secret");
          }
        });

    probe.poll();

    assertThat(probe.reports())
        .isNotEmpty()
        .allMatch(
            each ->
                each.equals(
                    "INTERNAL: The checkpoint of job job a cannot be looked at:"
                        + " java.lang.IllegalArgumentException"));
    assertThat(presentJobs()).containsExactly("b");
  }

  @Test
  void filesOfAnotherSchemeAreLookedForInItsStore() throws Exception {
    String changelog = "other://changelog/a/1";
    FakeStore second = new FakeStore().put(changelog, new byte[1]);
    store.checkpoint(CHECKPOINT, OWN, changelog).delete(changelog);
    try (ProbeUnderTest both =
        new ProbeUnderTest(flink, scheme -> scheme.equals("other") ? second : store)) {
      both.poll();
      assertThat(both.reports()).isEmpty();
      assertThat(both.storage()).containsEntry("present", 1.0);

      second.fail("other://", ProbeError.UNREACHABLE);
      flink.completed("b", CHECKPOINT.replace("/a/", "/b/"));
      store.checkpoint(CHECKPOINT.replace("/a/", "/b/"), OWN);
      both.pass(Duration.ofMinutes(10)).poll();
      assertThat(both.reports()).containsExactly("UNREACHABLE: other:// fails");
      assertThat(both.storage()).as("of the other job").containsEntry("present", 1.0);
    }
  }

  private List<String> presentJobs() {
    return probe.context.published().names().stream()
        .filter(each -> each.contains("storage_present"))
        .map(each -> each.replaceFirst(".*job_id=\"(.*?)\".*", "$1"))
        .toList();
  }

  @Test
  void nothingOfGooglesIsLoadedForOtherSchemes() throws Exception {
    var context = new io.streamgauge.reporter.probe.testing.TestingContext();
    Stores stores =
        new PluggedStores(
            context,
            new io.streamgauge.checkpoint.store.StoreAccess(
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                Duration.ofSeconds(5),
                1,
                new io.streamgauge.checkpoint.request.RequestMeter(),
                context.ticker()),
            store);

    for (String scheme : List.of("file", "s3", "hdfs", "abfs", "gs2")) {
      assertThat(stores.of(scheme)).isSameAs(store);
    }

    assertThat(context.openedLibraries()).isEmpty();
    assertThatThrownBy(() -> stores.of("gs"))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.LOAD));
    assertThat(context.openedLibraries()).containsExactly("gcs");
  }
}
