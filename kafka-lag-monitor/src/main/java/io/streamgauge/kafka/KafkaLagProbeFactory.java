package io.streamgauge.kafka;

import io.streamgauge.kafka.client.KafkaBrokers;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.kafka.source.RunningJobs;
import io.streamgauge.kafka.source.SourceMetrics;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeFactory;
import io.streamgauge.reporter.probe.Role;
import java.util.Optional;

/** Starts the probe {@code kafka-lag}. */
public final class KafkaLagProbeFactory implements ProbeFactory {

  @Override
  public Probe start(ProbeContext context) {
    boolean leads = context.roles().contains(Role.JOB_MANAGER);
    return new KafkaLagProbe(
        context,
        KafkaSettings.from(context.configuration(), context.interval()),
        new KafkaBrokers(
            !context.roles().contains(Role.STANDALONE), context.ticker(), System::getenv),
        SourceMetrics.follow(context),
        leads ? Optional.of(RunningJobs.follow(context)) : Optional.empty());
  }
}
