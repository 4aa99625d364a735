package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.naming.Catalogue;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.BatchFamily;
import java.time.Duration;

/** What stays the same of a probe from start to start. */
final class HostedProbe {

  final ProbeDeclaration declaration;
  final ProbeSettings settings;
  final ProbeClasses classes;
  final ProbeStatus status;
  final ProbeLog log;

  /** Has the families that the probe may publish. */
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
   * @throws IllegalArgumentException if one has not the prefix of the probe's catalogue
   */
  void checkNames(Batch batch) {
    for (BatchFamily family : batch.families()) {
      String found = family.header().name();
      if (!catalogue.hasPrefixOf(found)) {
        throw new IllegalArgumentException(
            "The probe must not publish " + found + ": its catalogue has another prefix");
      }
    }
  }

  /** How long a batch is shown without another: three missed intervals. */
  Duration validity() {
    return settings.interval().multipliedBy(3).plus(settings.timeout());
  }
}
