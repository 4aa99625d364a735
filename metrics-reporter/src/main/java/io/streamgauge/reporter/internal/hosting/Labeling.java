package io.streamgauge.reporter.internal.hosting;

import io.streamgauge.reporter.probe.Batch;

/**
 * Gives the series of probes the labels that Flink's metrics have, so that the two can be joined.
 */
@FunctionalInterface
public interface Labeling {

  /** Returns the batch with the labels that are exposed. */
  Batch apply(Batch batch);

  /** Returns the exposed value of a label. An exposed value stays as it is. */
  default String value(String label, String value) {
    return value;
  }
}
