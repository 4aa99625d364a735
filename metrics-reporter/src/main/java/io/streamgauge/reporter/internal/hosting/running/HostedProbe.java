package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.internal.hosting.declaration.ProbeDeclaration;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeSettings;
import io.streamgauge.reporter.internal.hosting.loading.ProbeClasses;
import io.streamgauge.reporter.internal.hosting.publishing.ProbeStatus;
import io.streamgauge.reporter.internal.naming.Catalogue;
import java.time.Duration;

/**
 * The parts of a probe that are kept from start to start: its settings, classes, status and log.
 */
final class HostedProbe {

  final ProbeDeclaration declaration;
  final ProbeSettings settings;
  final ProbeClasses classes;
  final ProbeStatus status;
  final ProbeLog log;

  /** Has the prefix that all families of the probe must begin with. */
  final Catalogue catalogue;

  HostedProbe(
      ProbeDeclaration declaration,
      ProbeSettings settings,
      ProbeClasses classes,
      HostEnvironment environment) {
    this.declaration = declaration;
    this.settings = settings;
    this.classes = classes;
    this.status = new ProbeStatus(declaration.name());
    this.log = new ProbeLog(declaration.name(), settings.redactor(), environment.ticker);
    this.catalogue = declaration.catalogue().orElse(environment.catalogue);
  }

  String name() {
    return declaration.name();
  }

  /** How long a batch is shown without another: three missed intervals. */
  Duration validity() {
    return settings.interval().multipliedBy(3).plus(settings.timeout());
  }
}
