package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.BrokerFactory;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Kafka clusters, asked through Kafka's own client. */
public final class KafkaBrokers implements BrokerFactory {

  /** Of the whole process: Kafka registers each client by its id with the JVM. */
  private static final AtomicInteger CLIENTS = new AtomicInteger();

  private final boolean insideFlink;
  private final LongSupplier ticker;
  private final UnaryOperator<@Nullable String> environment;

  /**
   * Clusters that no connection is made to yet.
   *
   * @param insideFlink whether jobs run in this process, whose logins must not be disturbed: then
   *     OAUTHBEARER is refused
   * @param ticker nanoseconds that only go forward
   * @param environment the value of an environment variable, null if there is none
   */
  public KafkaBrokers(
      boolean insideFlink, LongSupplier ticker, UnaryOperator<@Nullable String> environment) {
    this.insideFlink = insideFlink;
    this.ticker = ticker;
    this.environment = environment;
  }

  @Override
  public Broker connect(ClusterSettings cluster) throws ProbeException {
    ClientProperties properties =
        new ClientProperties(cluster, CLIENTS.incrementAndGet(), insideFlink, environment);
    properties.call();
    return ClientClassLoader.brokerFor(cluster, properties, ticker);
  }
}
