package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Flink replaces a checkpoint, and deletes its files, while the probe checks them. */
class ReplacedCheckpointTest extends StoredCheckpoint {

  @Test
  void checkpointReplacedBeforeTheSecondCheck_isNotMissing() throws Exception {
    store.delete(CHECKPOINT).checkpoint(JOB + "/chk-2", SHARED, JOB + "/chk-2/1");
    probe.whilePausing(() -> flink.completed("a", JOB + "/chk-2"));

    probe.poll();

    assertThat(probe.storage()).containsEntry("present", 1.0).containsEntry("missing_objects", 0.0);
  }

  @Test
  void metadataDeletedBeforeItIsRead_newCheckpointIsChecked() throws Exception {
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
  void checkpointReplacedTooOften_isUnknown() throws Exception {
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
  void sharedFileMissingInEachNewCheckpoint_isMissing() throws Exception {
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

  @Test
  void truncatedMetadata_ofAReplacedCheckpoint_isNoError() throws Exception {
    byte[] whole = store.content(CHECKPOINT + "/_metadata");
    store.put(CHECKPOINT + "/_metadata", Arrays.copyOf(whole, whole.length / 2));
    store.checkpoint(JOB + "/chk-2", SHARED);
    probe.whilePausing(() -> flink.completed("a", JOB + "/chk-2"));

    probe.poll();

    assertThat(probe.reports()).isEmpty();
    assertThat(probe.storage()).containsEntry("present", 1.0);
  }
}
