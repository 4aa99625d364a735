package io.streamgauge.reporter.probe;

/**
 * A started probe.
 *
 * <p>Every call comes on the probe's own thread, one at a time, with the probe's class loader as
 * the thread's context loader. A call that takes longer than the probe's time limit is interrupted;
 * a thread that does not come back is given up and the probe is started anew.
 */
public interface Probe {

  /**
   * Looks once, and publishes what it found.
   *
   * @throws ProbeException if nothing could be found out, with the reason
   * @throws Exception for any other reason, which counts as {@link ProbeError#INTERNAL}
   */
  void poll() throws Exception;

  /**
   * Lets go of what the probe holds. Called once, after the last poll, when the role is lost or the
   * reporter stops; what was published is withdrawn already.
   */
  void stop() throws Exception;
}
