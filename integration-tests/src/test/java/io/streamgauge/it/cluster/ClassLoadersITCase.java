package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.HeapHistogram;
import io.streamgauge.it.cluster.job.MeteredJob;
import io.streamgauge.limits.WaitLimit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A class loader that cannot be collected shows in the histogram of the heap, which the JVM takes
 * after a full collection. Soft references, in which the JDK caches classes, are cleared by it: the
 * clusters run with {@code -XX:SoftRefLRUPolicyMSPerMB=0}.
 */
@Tag("slow")
class ClassLoadersITCase {
  private static final int CYCLES = Scale.of(20, 200);
  private static final int WARM_UP = CYCLES / 4;

  /** Of a job that has just ended, Flink itself may keep one until its next job. */
  private static final long MOST_LOADERS = 2;

  /** Less than what the loaders of the cycles take that follow the warm-up. */
  private static final long MOST_GROWTH = 3L << 20;

  private static final String LOADER = "org.apache.flink.util.ChildFirstClassLoader";
  private static final String JOB = MeteredJob.class.getPackageName();

  @Test
  void noClassLoaderOfAnEndedJobIsKept() {
    try (FlinkCluster cluster =
        Clusters.streamgauge().jvmOptions("-XX:SoftRefLRUPolicyMSPerMB=0").start()) {
      Path jar = JobJar.write(cluster.directory().resolve("job.jar"), List.of());
      String jarId = cluster.rest().upload(jar);

      runAndCancel(cluster, jarId, WARM_UP);
      List<Long> before = cluster.processes().stream().map(ClassLoadersITCase::metaspace).toList();
      runAndCancel(cluster, jarId, CYCLES - WARM_UP);

      List<FlinkProcess> processes = cluster.processes();
      assertThat(processes).hasSize(2);
      for (int i = 0; i < processes.size(); i++) {
        awaitNoLoaders(processes.get(i));
        assertThat(metaspace(processes.get(i)) - before.get(i))
            .as("growth of the metaspace of " + processes.get(i))
            .isLessThan(MOST_GROWTH);
        assertThat(FlinkLogs.complaints(processes.get(i))).isEmpty();
      }
    }
  }

  private static void runAndCancel(FlinkCluster cluster, String jarId, int times) {
    FlinkProcess taskManager = cluster.taskManagers().get(0);
    for (int i = 0; i < times; i++) {
      String job = Clusters.run(cluster, jarId, MeteredJob.class, 1);
      Exposition exposition = Exposition.scrape(taskManager.metricsAddress().orElseThrow());
      assertThat(exposition.samples("flink_taskmanager_job_task_operator_last"))
          .anyMatch(sample -> sample.label("job_id").equals(job));
      cluster.rest().cancel(job);
    }
  }

  private static void awaitNoLoaders(FlinkProcess process) {
    Await.until(
        "at most " + MOST_LOADERS + " class loaders of jobs in " + process,
        WaitLimit.LIMIT,
        () -> {
          HeapHistogram heap = HeapHistogram.of(process.handle());
          return heap.instances(LOADER) <= MOST_LOADERS
              && heap.instancesOfPackage(JOB) <= MOST_LOADERS * 10;
        });
  }

  /** Bytes in use after a collection. */
  private static long metaspace(FlinkProcess process) {
    HeapHistogram.of(process.handle());
    Exposition exposition = Exposition.scrape(process.metricsAddress().orElseThrow());
    return (long)
        exposition.samples().stream()
            .filter(sample -> sample.name().endsWith("_Status_JVM_Memory_Metaspace_Used"))
            .findFirst()
            .orElseThrow()
            .number();
  }
}
