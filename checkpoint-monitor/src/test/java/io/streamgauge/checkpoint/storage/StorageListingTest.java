package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.probe.ProbeError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The listings that count a job's files, and when they are repeated. */
class StorageListingTest extends StoredCheckpoint {

  @Test
  void job_isListedOnceAnHour() throws Exception {
    for (int minutes = 0; minutes < 180; minutes += 3) {
      probe.poll().pass(Duration.ofMinutes(3));
    }

    assertThat(store.requests())
        .filteredOn(each -> each.startsWith("list"))
        .as("3 listings of 2 pages")
        .hasSize(6);
  }

  @Test
  void forbiddenListing_isReportedOnceAndPresenceIsKnown() throws Exception {
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
  void failedListing_isRetriedAfterATenthOfItsInterval() throws Exception {
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
  void failedListings_areRetriedWithBackoffUpToTheInterval() throws Exception {
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
  void listingTooLongForTheStore_isRetriedAfterItsInterval() throws Exception {
    store.failListing(ProbeError.LIMIT);
    for (int minute = 0; minute < 120; minute++) {
      probe.poll().pass(Duration.ofMinutes(1));
    }

    assertThat(listings()).isEqualTo(2);
  }

  @Test
  void filesOverTheLimit_areNotCounted() throws Exception {
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
  void listingLongerThanAPoll_continuesInTheNext() throws Exception {
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
  void folderSharedByJobs_isNotListed() throws Exception {
    flink.completed("b", CHECKPOINT);
    flink.ended("a");

    probe.poll();

    assertThat(probe.storage()).isEqualTo(Map.of("present", 1.0, "missing_objects", 0.0));
  }

  private int listings() {
    return (int) store.requests().stream().filter(each -> each.startsWith("list")).count();
  }
}
