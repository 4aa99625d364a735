package io.streamgauge.it.soak;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkRest;
import io.streamgauge.it.cluster.Clusters;
import io.streamgauge.it.cluster.job.FailingJob;
import io.streamgauge.it.cluster.job.KafkaJob;
import io.streamgauge.it.cluster.job.MeteredJob;
import io.streamgauge.it.cluster.job.Signals;
import io.streamgauge.limits.WaitLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The jobs of a soak: one that reads from Kafka all the time, others that come and go. */
final class Jobs {
  private static final int PARALLELISM = 2;
  private static final String CHECKPOINT_MILLIS = "5000";

  private final SoakStage stage;
  private final Path directory;
  private String kafkaJob = "";

  Jobs(SoakStage stage) {
    this.stage = stage;
    this.directory = Clusters.directory(stage.cluster(), "soak");
    new Signals(directory.toString()).failAttemptsBelow(Integer.MAX_VALUE);
  }

  /** Starts the job that reads from Kafka, unless it runs. */
  void keepKafkaJob() {
    if (kafkaJob.isEmpty() || hasEnded(kafkaJob)) {
      kafkaJob =
          submit(
              KafkaJob.class,
              stage.broker().bootstrapServers(),
              SoakStage.TOPIC,
              directory.toString(),
              CHECKPOINT_MILLIS);
    }
  }

  /** Runs a job with metrics of all kinds for a while, and cancels it. */
  void runAndCancel(Duration time, Load load) {
    String job = submit(MeteredJob.class);
    Clusters.awaitTasks(stage.cluster(), job);
    load.hasEndedAfter(time);
    rest().cancel(job);
  }

  /** Runs a job that fails, restarts, and fails for good. */
  void runUntilItFails() {
    String job = submit(FailingJob.class, directory.toString());
    Await.until("the failure of job " + job, WaitLimit.LIMIT, () -> hasEnded(job));
  }

  private String submit(Class<?> job, String... arguments) {
    return rest().run(stage.jar(), job.getName(), PARALLELISM, List.of(arguments));
  }

  private boolean hasEnded(String job) {
    return List.of("FAILED", "CANCELED", "FINISHED").contains(rest().status(job));
  }

  private FlinkRest rest() {
    return stage.cluster().rest();
  }
}
