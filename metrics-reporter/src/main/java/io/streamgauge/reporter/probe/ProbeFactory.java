package io.streamgauge.reporter.probe;

/** Starts a probe, each time that its process takes on one of the probe's roles. */
public interface ProbeFactory {

  /**
   * A probe that is ready to be polled. Runs on the probe's own thread, under its time limit, and
   * is tried again later when it fails.
   *
   * @throws ProbeException if the probe cannot start, with the reason
   * @throws Exception for any other reason, which counts as {@link ProbeError#INTERNAL}
   */
  Probe start(ProbeContext context) throws Exception;
}
