package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.BrokerFactory;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

public final class KafkaBrokers implements BrokerFactory {
  public KafkaBrokers(boolean insideFlink, LongSupplier ticker, UnaryOperator<String> env) {}

  @Override
  public Broker connect(ClusterSettings cluster) throws ProbeException {
    throw new ProbeException(ProbeError.INTERNAL, "stub");
  }
}
