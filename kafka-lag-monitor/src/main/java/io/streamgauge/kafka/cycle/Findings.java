package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.SeriesWriter;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** What a cycle found: series, and what could not be found out and why. */
public final class Findings {

  private final Batch.Builder batch = Batch.builder();
  private final Map<ProbeError, String> failures = new EnumMap<>(ProbeError.class);
  private final ClusterSettings cluster;
  private final Function<String, FamilyHeader> families;

  /**
   * Nothing found yet.
   *
   * @param families as {@link io.streamgauge.reporter.probe.ProbeContext#family} tells them
   */
  public Findings(ClusterSettings cluster, Function<String, FamilyHeader> families) {
    this.cluster = cluster;
    this.families = families;
  }

  SeriesWriter series(Map<String, String> labels) {
    return new SeriesWriter(batch, families, labels);
  }

  /** Notes why something of the cluster is missing; one message for each reason is enough. */
  public void failed(ProbeError reason, String what) {
    failures.putIfAbsent(reason, cluster + ": " + what);
  }

  /** Notes what ended a part of the cycle. */
  public void failed(ProbeException failure) {
    failures.putIfAbsent(failure.reason(), String.valueOf(failure.getMessage()));
  }

  /**
   * Notes why answers are missing.
   *
   * @param question what was asked for
   */
  <K> void failed(String question, Map<K, ProbeError> unanswered) {
    unanswered.forEach(
        (asked, reason) -> failed(reason, "no answer about the " + question + " of " + asked));
  }

  public Batch batch() {
    return batch.build();
  }

  /** What could not be found out: a message for each reason. */
  public Map<ProbeError, String> failures() {
    return failures;
  }
}
