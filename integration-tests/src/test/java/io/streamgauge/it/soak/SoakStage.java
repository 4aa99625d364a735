package io.streamgauge.it.soak;

import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FreePorts;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.it.cluster.Clusters;
import io.streamgauge.it.cluster.JobJar;
import java.nio.file.Path;

/** A session cluster with two TaskManagers, its broker, and a proxy before its REST API. */
final class SoakStage implements AutoCloseable {
  static final String TOPIC = "soak";

  private static final String STREAMGAUGE = "metrics.reporter.streamgauge.";

  private final KafkaBroker broker;
  private final RestProxy proxy;
  private final FlinkCluster cluster;
  private final String jar;

  private SoakStage(String version, KafkaBroker broker, RestProxy proxy, FlinkCluster cluster) {
    this.broker = broker;
    this.proxy = proxy;
    this.cluster = cluster;
    Path file = cluster.directory().resolve("jobs.jar");
    this.jar =
        cluster.rest().upload(JobJar.write(file, FlinkDistribution.of(version).kafkaConnector()));
  }

  static SoakStage start(String version) {
    int restPort = FreePorts.next();
    RestProxy proxy = RestProxy.start(restPort);
    KafkaBroker broker = KafkaBroker.builder().configure("auto.create.topics.enable", true).start();
    try {
      FlinkCluster cluster =
          Clusters.streamgauge()
              .version(version)
              .taskManagers(2)
              .slots(4)
              .configure("rest.port", restPort)
              .configure("restart-strategy.fixed-delay.attempts", 2)
              .configure("execution.checkpointing.interval", "5 s")
              // Flink itself keeps ended jobs for an hour, which is growth for the whole run.
              .configure("jobstore.expiration-time", 60)
              .configure(STREAMGAUGE + "jobmanager.rest.url", proxy.address())
              .configure(STREAMGAUGE + "checkpoint.interval", "5 s")
              .configure(STREAMGAUGE + "checkpoint-storage.interval", "10 s")
              .configure(STREAMGAUGE + "kafka.interval", "5 s")
              .configure(
                  STREAMGAUGE + "kafka.main.properties.bootstrap.servers",
                  broker.bootstrapServers())
              .configure(STREAMGAUGE + "kafka.main.group." + TOPIC + ".sources", TOPIC + "/*")
              // The JDK caches classes in soft references.
              .jvmOptions("-XX:SoftRefLRUPolicyMSPerMB=0")
              .start();
      return new SoakStage(version, broker, proxy, cluster);
    } catch (RuntimeException | Error e) {
      proxy.close();
      broker.close();
      throw e;
    }
  }

  KafkaBroker broker() {
    return broker;
  }

  RestProxy proxy() {
    return proxy;
  }

  FlinkCluster cluster() {
    return cluster;
  }

  /** The id of the uploaded jar of all jobs. */
  String jar() {
    return jar;
  }

  @Override
  public void close() {
    try (broker;
        proxy) {
      cluster.close();
    }
  }
}
