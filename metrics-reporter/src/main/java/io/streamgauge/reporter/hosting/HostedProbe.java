package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.naming.Catalogue;
import io.streamgauge.reporter.probe.Batch;
import java.time.Duration;

/** What stays the same of a probe from start to start. */
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
      Surroundings surroundings) {
    this.declaration = declaration;
    this.settings = settings;
    this.classes = classes;
    this.status = new ProbeStatus(declaration.name());
    Redactor redactor = new Redactor(settings.configuration(), declaration.keys());
    this.log = new ProbeLog(declaration.name(), redactor, surroundings.ticker);
    this.catalogue = declaration.catalogue().orElse(surroundings.catalogue);
  }

  String name() {
    return declaration.name();
  }

  /**
   * Verifies the names of a batch.
   *
   * @throws IllegalArgumentException if one does not begin with the catalogue's prefix
   */
  void checkNames(Batch batch) {
    batch.families().forEach(each -> catalogue.checkPrefixOf(each.header().name()));
  }

  /** How long a batch is shown without another: three missed intervals. */
  Duration validity() {
    return settings.interval().multipliedBy(3).plus(settings.timeout());
  }
}
