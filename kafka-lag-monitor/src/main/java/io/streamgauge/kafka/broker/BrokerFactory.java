package io.streamgauge.kafka.broker;

import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.reporter.probe.ProbeException;

/** Makes the connection to a cluster. */
public interface BrokerFactory {

  /**
   * A cluster that was not asked anything yet.
   *
   * @throws ProbeException if its settings cannot be used, with the reason
   */
  Broker connect(ClusterSettings cluster) throws ProbeException;
}
