package io.streamgauge.kafka.testing;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.client.KafkaBrokers;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Connections of the probe to a cluster {@code main}, and the deadlines of their requests. */
public final class Connections {

  /** A call that ends sooner did not wait for Kafka's own limit, one minute. */
  public static final Duration BELOW_KAFKAS_LIMIT = Duration.ofSeconds(45);

  private Connections() {}

  public static Broker connect(RealKafka kafka) throws ProbeException {
    return connect(kafka.broker().client());
  }

  /** Connects with these client properties. */
  public static Broker connect(Map<String, String> client) throws ProbeException {
    return outsideFlink().connect(cluster(prefixed(client)));
  }

  public static KafkaBrokers outsideFlink() {
    return new KafkaBrokers(false, System::nanoTime, name -> null);
  }

  /** Client properties as keys of a cluster. */
  public static Map<String, String> prefixed(Map<String, String> client) {
    Map<String, String> keys = new HashMap<>();
    client.forEach((key, value) -> keys.put("properties." + key, value));
    return keys;
  }

  /** A cluster {@code main} with these keys. */
  public static ClusterSettings cluster(Map<String, String> keys) {
    Map<String, String> all = new HashMap<>();
    keys.forEach((key, value) -> all.put("main." + key, value));
    return KafkaSettings.from(all, Duration.ofSeconds(30)).clusters().get(0);
  }

  public static Deadline in(Duration time) {
    return Deadline.in(time, System::nanoTime);
  }

  public static Deadline soon() {
    return in(Duration.ofSeconds(20));
  }
}
