package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Answers;
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
  private final Function<String, FamilyHeader> families;

  /**
   * Nothing found yet.
   *
   * @param families as {@link io.streamgauge.reporter.probe.ProbeContext#family} tells them
   */
  public Findings(Function<String, FamilyHeader> families) {
    this.families = families;
  }

  SeriesWriter series(Map<String, String> labels) {
    return new SeriesWriter(batch, families, labels);
  }

  /** Notes why something is missing; one message for each reason is enough. */
  void failed(ProbeError reason, String message) {
    failures.putIfAbsent(reason, message);
  }

  /** Notes what ended a part of the cycle. */
  public void failed(ProbeException failure) {
    failed(failure.reason(), String.valueOf(failure.getMessage()));
  }

  /**
   * Notes why some answers are missing.
   *
   * @param question what was asked for
   */
  <K> void failed(String question, Answers<K, ?> answers) {
    answers
        .failures()
        .forEach((asked, reason) -> failed(reason, question + ": no answer for " + asked));
  }

  public Batch batch() {
    return batch.build();
  }

  /** What could not be found out: a message for each reason. */
  public Map<ProbeError, String> failures() {
    return failures;
  }
}
