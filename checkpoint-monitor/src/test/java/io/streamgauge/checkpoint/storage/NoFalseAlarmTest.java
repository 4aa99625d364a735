package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.FlinkStore;
import io.streamgauge.checkpoint.store.Listing;
import io.streamgauge.checkpoint.store.StoredFile;
import io.streamgauge.checkpoint.testing.WrittenMetadata;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An hour of checkpoints every ten seconds, of which Flink keeps one: it deletes the one before,
 * with those of its shared files that are not needed any more, while the probe looks, and its REST
 * API goes on naming the deleted one for three seconds.
 */
@Tag("flink")
@Tag("slow")
class NoFalseAlarmTest {

  private static final int CHECKPOINTS = 360;
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration STALE = Duration.ofSeconds(3);

  private final Path job;
  private final List<String> shared = new ArrayList<>();
  private final Random random = new Random(1);
  private final FakeFlink flink = new FakeFlink();
  private long completed;
  private long nextMillis;
  private long toldMillis;
  private String current = "";
  private int polls;
  private int whole;

  NoFalseAlarmTest(@TempDir Path folder) throws IOException {
    this.job = folder.resolve("a");
    Files.createDirectories(job.resolve("shared"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsEverSaidToBeMissing(long seed) throws Exception {
    random.setSeed(seed);
    try (ProbeUnderTest probe = probe()) {
      nextMillis = probe.context.now().toEpochMilli();
      letTimePass(probe, Duration.ofSeconds(4));
      while (completed < CHECKPOINTS) {
        probe.poll();
        polls++;
        Map<String, Double> published = probe.storage();
        assertThat(probe.reports()).as("checkpoint %s", completed).isEmpty();
        assertThat(published.getOrDefault("present", 1.0)).isEqualTo(1);
        assertThat(published.getOrDefault("missing_objects", 0.0)).isZero();
        whole += published.containsKey("present") ? 1 : 0;
        letTimePass(probe, Duration.ofMillis(500 + random.nextInt(5_000)));
      }
    }

    assertThat(polls).isGreaterThan(300);
    assertThat(whole).as("polls that knew").isEqualTo(polls);
  }

  @Test
  void whatIsDeletedBehindFlinksBackIsSeenAllTheSame() throws Exception {
    try (ProbeUnderTest probe = probe()) {
      nextMillis = probe.context.now().toEpochMilli();
      letTimePass(probe, Duration.ofSeconds(4));
      Files.delete(job.resolve(shared.get(shared.size() - 1)));

      probe.poll();

      assertThat(probe.storage())
          .containsEntry("present", 0.0)
          .containsEntry("missing_objects", 1.0);
    }
  }

  private ProbeUnderTest probe() throws Exception {
    RequestMeter requests = new RequestMeter();
    ProbeUnderTest[] made = new ProbeUnderTest[1];
    CheckpointStore slow =
        new SlowStore(
            new FlinkStore(requests, System::nanoTime),
            () -> letTimePass(made[0], Duration.ofMillis(random.nextInt(400))));
    ProbeUnderTest probe = new ProbeUnderTest(flink, slow);
    made[0] = probe;
    probe.whilePausing(() -> letTimePass(probe, Duration.ZERO));
    return probe;
  }

  /** Lets time pass, and Flink do what it does in that time. */
  private void letTimePass(ProbeUnderTest probe, Duration time) {
    probe.pass(time);
    long now = probe.context.now().toEpochMilli();
    try {
      while (now >= nextMillis) {
        complete();
        toldMillis = nextMillis + STALE.toMillis();
        nextMillis += INTERVAL.toMillis();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (now >= toldMillis) {
      flink.completed("a", current);
    }
  }

  private void complete() throws IOException {
    String before = "chk-" + completed;
    completed++;
    Path folder = Files.createDirectory(job.resolve("chk-" + completed));
    String added = "shared/" + completed;
    Files.write(job.resolve(added), new byte[10]);
    shared.add(added);
    List<String> dropped = shared.size() > 5 ? List.of(shared.remove(0)) : List.of();
    List<String> referred = new ArrayList<>(shared);
    referred.add(folder.getFileName() + "/own");
    Files.write(folder.resolve("own"), new byte[10]);
    Files.write(
        folder.resolve("_metadata"),
        WrittenMetadata.referringTo(
            referred.stream().map(each -> "file:" + job + '/' + each).toList()));
    current = "file:" + folder;
    delete(job.resolve(before));
    for (String each : dropped) {
      Files.delete(job.resolve(each));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Each of its answers takes its time. */
  private record SlowStore(CheckpointStore store, Runnable time) implements CheckpointStore {

    @Override
    public Optional<StoredFile> find(String path) throws ProbeException, InterruptedException {
      time.run();
      return store.find(path);
    }

    @Override
    public Optional<byte[]> read(String path, int limit)
        throws ProbeException, InterruptedException {
      time.run();
      return store.read(path, limit);
    }

    @Override
    public Listing list(String folder) {
      return store.list(folder);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
