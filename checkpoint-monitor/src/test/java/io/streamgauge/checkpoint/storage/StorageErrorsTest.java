package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures of the store or of Flink are errors; they never make a file missing. */
class StorageErrorsTest extends StoredCheckpoint {

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
  void failingStore_isAnErrorAndNothingIsMissing(ProbeError reason) throws Exception {
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
  void failureForOneFile_isAnErrorAndNothingIsMissing() throws Exception {
    store.fail(SHARED, ProbeError.UNAVAILABLE);

    probe.poll();

    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    assertThat(probe.reports()).containsExactly("UNAVAILABLE: " + SHARED + " fails");
  }

  @Test
  void truncatedMetadata_isAnErrorAndNotMissing() throws Exception {
    byte[] whole = store.content(CHECKPOINT + "/_metadata");
    store.put(CHECKPOINT + "/_metadata", Arrays.copyOf(whole, whole.length / 2));

    probe.poll();

    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    assertThat(probe.reports())
        .singleElement()
        .satisfies(each -> assertThat(each).startsWith("INVALID_RESPONSE: " + CHECKPOINT));
  }

  @Test
  void truncatedMetadata_noTimeForASecondCheck_isAnError() throws Exception {
    byte[] whole = store.content(CHECKPOINT + "/_metadata");
    store.put(CHECKPOINT + "/_metadata", Arrays.copyOf(whole, whole.length / 2));
    store.whenAsked(path -> probe.pass(Duration.ofSeconds(20)));

    probe.poll();

    assertThat(probe.reports())
        .singleElement()
        .satisfies(each -> assertThat(each).startsWith("INVALID_RESPONSE: "));
  }

  @Test
  void unreachableBucket_getsOneRequestPerPoll() throws Exception {
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
  void unreachableFlink_failsThePoll(ProbeError reason) {
    flink.fail("a", reason);

    assertThatThrownBy(probe::poll)
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(probe.storage()).isEmpty();
  }

  @Test
  void failureForOneJob_isReportedAndOthersAreChecked() throws Exception {
    String other = "mem://bucket/b/chk-1";
    flink.completed("b", other).fail("a", ProbeError.UNAVAILABLE);
    store.checkpoint(other, other + "/1");

    probe.poll();

    assertThat(probe.reports()).containsExactly("UNAVAILABLE: /jobs/a/checkpoints fails");
    assertThat(presentJobs()).containsExactly("b");
  }

  @Test
  void unexpectedException_costsOnlyItsJob() throws Exception {
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
  void keyInAPath_isPublishedNowhere() throws Exception {
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

  private List<String> presentJobs() {
    return probe.context.published().names().stream()
        .filter(each -> each.contains("storage_present"))
        .map(each -> each.replaceFirst(".*job_id=\"(.*?)\".*", "$1"))
        .toList();
  }
}
