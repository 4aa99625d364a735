package io.streamgauge.reporter.hosting;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What stays the same of a probe from start to start. */
final class HostedProbe {

  final ProbeDeclaration declaration;
  final ProbeSettings settings;
  final ProbeClasses classes;
  final ProbeStatus status;
  final ProbeLog log;

  HostedProbe(
      ProbeDeclaration declaration,
      ProbeSettings settings,
      ProbeClasses classes,
      LongSupplier ticker) {
    this.declaration = declaration;
    this.settings = settings;
    this.classes = classes;
    this.status = new ProbeStatus(declaration.name());
    Redactor redactor = new Redactor(settings.configuration(), declaration.keys());
    this.log = new ProbeLog(declaration.name(), redactor, ticker);
  }

  String name() {
    return declaration.name();
  }

  /** How long a batch is shown without another: three missed intervals. */
  Duration validity() {
    return settings.interval().multipliedBy(3).plus(settings.timeout());
  }
}
