package io.streamgauge.it.cost;

import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.it.cluster.Clusters;

/** A part of Streamgauge that is measured; each includes those before it. */
enum Setup {
  NONE("without Streamgauge"),
  REPORTER("reporter only"),
  CHECKPOINTS("with the checkpoint probes"),
  KAFKA("with the Kafka lag probe too");

  static final String GROUP = "cost";

  private static final String STREAMGAUGE = "metrics.reporter.streamgauge.";

  private final String title;

  Setup(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** A cluster that has this part. */
  FlinkCluster.Builder cluster(String bootstrapServers) {
    if (this == NONE) {
      return FlinkCluster.builder();
    }
    FlinkCluster.Builder cluster = Clusters.streamgauge();
    if (this == REPORTER) {
      return cluster
          .configure(STREAMGAUGE + "checkpoint.enabled", false)
          .configure(STREAMGAUGE + "checkpoint-storage.enabled", false);
    }
    cluster
        .configure(STREAMGAUGE + "checkpoint.interval", "1 s")
        .configure(STREAMGAUGE + "checkpoint-storage.interval", "2 s");
    if (this == KAFKA) {
      cluster
          .configure(STREAMGAUGE + "kafka.interval", "1 s")
          .configure(STREAMGAUGE + "kafka.main.properties.bootstrap.servers", bootstrapServers)
          .configure(STREAMGAUGE + "kafka.main.group." + GROUP + ".sources", GROUP + "/*");
    }
    return cluster;
  }
}
