package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.probe.ProbeError;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A checkpoint is present if its metadata and all files that it refers to are. */
class PresentCheckpointTest extends StoredCheckpoint {

  @Test
  void wholeCheckpoint_isPresentWithNumberAndSizeOfFiles() throws Exception {
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
  void metadata_isReadOnceAndFilesAreCheckedAtEachPoll() throws Exception {
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
  void deletedFile_isMissing() throws Exception {
    store.delete(SHARED);

    probe.poll();

    assertThat(probe.storage()).containsEntry("present", 0.0).containsEntry("missing_objects", 1.0);
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void deletedMetadata_isMissing() throws Exception {
    store.delete(CHECKPOINT + "/_metadata");

    probe.poll();

    assertThat(probe.storage()).containsEntry("present", 0.0).containsEntry("missing_objects", 1.0);
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void restoredFile_isPresentAgain() throws Exception {
    store.delete(SHARED);
    probe.poll();
    store.put(SHARED, new byte[10]);

    probe.pass(Duration.ofSeconds(10)).poll();

    assertThat(probe.storage()).containsEntry("present", 1.0).containsEntry("missing_objects", 0.0);
  }

  @Test
  void missingFile_notReachedByTheNextPoll_isUnknown() throws Exception {
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
  void failedPoll_keepsTheLastValuesForThreeIntervals() throws Exception {
    probe.poll();
    store.fail(JOB, ProbeError.UNREACHABLE);

    probe.pass(Duration.ofSeconds(80)).poll();
    assertThat(probe.storage()).containsEntry("present", 1.0);

    probe.pass(Duration.ofSeconds(11)).poll();
    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
  }

  @Test
  void filesOfAnotherScheme_areCheckedInItsStore() throws Exception {
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

  @Test
  void jobWithoutCheckpoint_hasNoSeries() throws Exception {
    flink.none("a");

    probe.poll();

    assertThat(probe.storage()).isEmpty();
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void restoredCheckpoint_hasATimestampUntilTheNextOne() throws Exception {
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
  void endedJob_hasNoSeries() throws Exception {
    probe.poll();
    flink.ended("a");

    probe.pass(Duration.ofSeconds(10)).poll();

    assertThat(probe.storage()).isEmpty();
  }
}
