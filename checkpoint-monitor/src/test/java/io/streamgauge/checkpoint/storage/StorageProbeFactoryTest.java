package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.checkpoint.testing.StubJobManager;
import io.streamgauge.checkpoint.testing.WrittenMetadata;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe as it is started, with a stub of a JobManager and checkpoints on this machine. */
@Tag("flink")
class StorageProbeFactoryTest {

  private static final String LABELS = "host=\"jm\",job_id=\"0a\",job_name=\"orders\"";

  private final StubJobManager jobManager = new StubJobManager();
  private final TestingContext context = new TestingContext();
  private final Path checkpoint;

  StorageProbeFactoryTest(@TempDir Path folder) throws Exception {
    context.configure("jobmanager.rest.url", jobManager.address().toString());
    checkpoint = Files.createDirectories(folder.resolve("0a/chk-3"));
    Path state = Files.write(checkpoint.resolve("state"), new byte[10]);
    Files.write(
        checkpoint.resolve("_metadata"), WrittenMetadata.referringTo(List.of("file:" + state)));
    jobManager.answer(
        "/jobs/overview",
        """
        {"jobs": [{"jid": "0a", "name": "orders", "state": "RESTARTING"},
                  {"jid": "0b", "name": "ended", "state": "FINISHED"}]}
        """);
  }

  @AfterEach
  void close() {
    jobManager.close();
  }

  @Test
  void theLatestCompletedCheckpointIsLookedFor() throws Exception {
    latest("\"completed\": {\"id\": 3, \"status\": \"COMPLETED\", \"external_path\": \"file:%s\"}");

    poll();

    assertThat(context.published().value(presence())).isEqualTo(1);
    assertThat(context.published().names()).noneMatch(each -> each.contains("_timestamp_"));
    assertThat(jobManager.requests()).containsExactly("/jobs/overview", "/jobs/0a/checkpoints");
    assertThat(context.reports()).isEmpty();
    assertThat(context.openedLibraries()).isEmpty();
  }

  @Test
  void withoutOneTheRestoredCheckpointIsLookedForAndItsTimeTold() throws Exception {
    latest("\"restored\": {\"id\": 3, \"is_savepoint\": false, \"external_path\": \"file:%s\"}");

    poll();

    assertThat(context.published().value(presence())).isEqualTo(1);
    assertThat(
            context
                .published()
                .value("streamgauge_checkpoint_restored_timestamp_seconds{" + LABELS + '}'))
        .isEqualTo(Files.getLastModifiedTime(checkpoint.resolve("_metadata")).toMillis() / 1e3);
  }

  @Test
  void aSavepointAndACheckpointInMemoryAreNotLookedFor() throws Exception {
    latest("\"restored\": {\"id\": 3, \"is_savepoint\": true, \"external_path\": \"file:%s\"}");
    poll();
    assertThat(context.published().names()).noneMatch(each -> each.contains("storage_present"));

    latest(
        "\"completed\": {\"id\": 3, \"external_path\": \"<checkpoint-not-externally-addressable>\"}");
    poll();
    assertThat(context.published().names()).noneMatch(each -> each.contains("storage_present"));
    assertThat(context.reports()).isEmpty();
  }

  @Test
  void aJobManagerThatRefusesIsTheFailureOfThePoll() {
    jobManager.fail(503, "", java.util.Map.of());

    assertThatThrownBy(this::poll)
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.UNAVAILABLE));
  }

  @Test
  void aJobThatHasNoMasterYetIsNotAskedFor() throws Exception {
    jobManager.answer(
        "/jobs/overview",
        """
        {"jobs": [{"jid": "0a", "name": "orders", "state": "RUNNING"},
                  {"jid": "0c", "name": "begins", "state": "INITIALIZING"}]}
        """);
    latest("\"completed\": {\"id\": 3, \"status\": \"COMPLETED\", \"external_path\": \"file:%s\"}");

    poll();

    assertThat(context.published().value(presence())).isEqualTo(1);
    assertThat(jobManager.requests()).containsExactly("/jobs/overview", "/jobs/0a/checkpoints");
    assertThat(context.reports()).isEmpty();
  }

  @Test
  void aWrongValueKeepsItFromStarting() {
    context.configure("listing-interval", "soon");

    assertThatThrownBy(() -> new StorageProbeFactory().start(context))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION));
  }

  private void latest(String json) {
    jobManager.answer("/jobs/0a/checkpoints", "{\"latest\": {" + json.formatted(checkpoint) + "}}");
  }

  private void poll() throws Exception {
    Probe probe = new StorageProbeFactory().start(context);
    try {
      probe.poll();
    } finally {
      probe.stop();
    }
  }

  private static String presence() {
    return "streamgauge_checkpoint_storage_present{" + LABELS + ",scheme=\"file\"}";
  }
}
