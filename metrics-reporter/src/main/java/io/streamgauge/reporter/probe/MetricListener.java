package io.streamgauge.reporter.probe;

/** Is told which metrics come and go. */
public interface MetricListener {

  /** A metric is there. */
  void added(LiveMetric metric);

  /**
   * A metric is gone, and reads as absent from now on.
   *
   * @param metric the object that {@link #added} was called with
   */
  void removed(LiveMetric metric);
}
