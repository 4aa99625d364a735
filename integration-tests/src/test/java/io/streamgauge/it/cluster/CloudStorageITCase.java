package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.cluster.ObjectStorage;
import io.streamgauge.it.cluster.job.KeyedJob;
import io.streamgauge.limits.WaitLimit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job with incremental RocksDB checkpoints in a bucket, through Flink's own file system for
 * gs://; what is deleted behind Flink's back is missed, and nothing else.
 */
@NeedsTool("fake-gcs-server")
@Tag("slow")
class CloudStorageITCase {

  private static final String BUCKET = "flink";
  private static final String PRESENT = "streamgauge_checkpoint_storage_present";
  private static final String MISSING = "streamgauge_checkpoint_storage_missing_objects";
  private static final String OBJECTS = "streamgauge_checkpoint_storage_objects";

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  void whatIsDeletedBehindFlinksBackIsMissed(String version) {
    try (ObjectStorage storage = ObjectStorage.start();
        FlinkCluster cluster = cluster(version, storage)) {
      storage.createBucket(BUCKET);
      String job = Clusters.run(cluster, KeyedJob.class, 2);
      complete(cluster, job, 3);

      PublishedJob whole =
          PublishedJob.await(
              "its whole checkpoint",
              cluster,
              job,
              it ->
                  it.has(PRESENT)
                      && it.has(OBJECTS)
                      && it.value(OBJECTS) == objects(storage, job, "").size());
      assertThat(whole.value(PRESENT)).isEqualTo(1);
      assertThat(whole.value(MISSING)).isZero();
      assertThat(whole.value("streamgauge_checkpoint_storage_bytes")).isPositive();

      List<String> shared = objects(storage, job, "/shared/");
      assertThat(shared).isNotEmpty();
      // The last checkpoint has made it, so it refers to it.
      storage.delete(BUCKET, shared.get(shared.size() - 1));
      PublishedJob.await("a missing file", cluster, job, it -> it.value(MISSING) == 1);

      storage.delete(BUCKET, metadata(storage, job));
      PublishedJob broken =
          PublishedJob.await("missing metadata", cluster, job, it -> it.value(PRESENT) == 0);
      assertThat(broken.value(MISSING)).isGreaterThanOrEqualTo(1);
      assertThat(broken.up("checkpoint-storage")).isEqualTo(1);
      assertThat(broken.up("checkpoint")).isEqualTo(1);
      assertThat(cluster.processes())
          .allSatisfy(each -> assertThat(FlinkLogs.complaints(each)).isEmpty());
    }
  }

  private static void complete(FlinkCluster cluster, String job, int times) {
    for (int i = 1; i <= times; i++) {
      long expected = i;
      cluster.rest().triggerCheckpoint(job);
      Await.until(
          "checkpoint " + i,
          WaitLimit.LIMIT,
          () -> cluster.rest().checkpoints(job).completed() == expected);
    }
  }

  private static List<String> objects(ObjectStorage storage, String job, String below) {
    return storage.objects(BUCKET, "checkpoints/" + job + below);
  }

  private static String metadata(ObjectStorage storage, String job) {
    return objects(storage, job, "/chk-").stream()
        .filter(name -> name.endsWith("/_metadata"))
        .findFirst()
        .orElseThrow();
  }

  private static FlinkCluster cluster(String version, ObjectStorage storage) {
    return Clusters.streamgauge()
        .version(version)
        .pluginJar("gs", FlinkDistribution.of(version).gsFileSystem())
        .configure("metrics.reporter.streamgauge.checkpoint-storage.interval", "2 s")
        .configure("metrics.reporter.streamgauge.checkpoint-storage.listing-interval", "2 s")
        .configure(
            "metrics.reporter.streamgauge.checkpoint-storage.gcs.endpoint", storage.address())
        .configure("execution.checkpointing.dir", "gs://" + BUCKET + "/checkpoints")
        .configure("execution.checkpointing.incremental", "true")
        // No file is so small that it is kept in the metadata.
        .configure("execution.checkpointing.data-inline-threshold", "0 b")
        .configure("state.backend.type", "rocksdb")
        // No checkpoint but those that are asked for.
        .configure("execution.checkpointing.interval", "1 h")
        .configure("execution.checkpointing.min-pause", "1 h")
        .configure("fs.gs.storage.root.url", storage.address())
        // Unless told, it keeps 64 MB for each file that it writes.
        .configure("fs.gs.outputstream.upload.chunk.size", 1 << 20)
        .configure("fs.gs.project.id", "test")
        .configure("fs.gs.auth.null.enable", "true")
        .configure("fs.gs.auth.service.account.enable", "false")
        .configure("fs.gs.auth.type", "UNAUTHENTICATED")
        .jvmOptions("-DGOOGLE_CLOUD_PROJECT=test")
        .start();
  }
}
