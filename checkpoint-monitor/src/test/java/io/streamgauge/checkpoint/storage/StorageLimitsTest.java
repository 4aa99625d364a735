package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits of requests, of bytes and of time in a poll. */
class StorageLimitsTest extends StoredCheckpoint {

  @Test
  void filesOverTheRequestLimit_longestUncheckedComeFirst() throws Exception {
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
  void newFilesFasterThanTheRequestLimit_areReported() throws Exception {
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
  void metadataOverItsLimit_isReportedAndNotRead() throws Exception {
    store.put(CHECKPOINT + "/_metadata", new byte[(64 << 20) + 1]);

    probe.poll();

    assertThat(probe.storage()).doesNotContainKeys("present", "missing_objects");
    assertThat(probe.reports())
        .singleElement()
        .satisfies(each -> assertThat(each).startsWith("LIMIT: ").contains("metadata-limit"));
    assertThat(store.requests()).noneMatch(each -> each.startsWith("read"));
  }

  @Test
  void slowJob_doesNotTakeTheTimeOfOthers() throws Exception {
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
}
