package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;

/** Tells a script which metrics come and go, with their values, and on which thread. */
final class RecordingListener implements MetricListener {

  private final SampleProbe.Script script;

  RecordingListener(SampleProbe.Script script) {
    this.script = script;
  }

  @Override
  public void added(LiveMetric metric) {
    tell("added ", metric);
  }

  @Override
  public void removed(LiveMetric metric) {
    tell("removed ", metric);
  }

  private void tell(String what, LiveMetric metric) {
    String value =
        metric.readLong().isPresent() ? Long.toString(metric.readLong().getAsLong()) : "absent";
    script.tell(what + metric.name() + metric.labels() + ' ' + value + ' ' + thread());
  }

  private static String thread() {
    return "on " + Thread.currentThread().getName();
  }
}
