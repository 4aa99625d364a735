package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.reporter.probe.ProbeException;

/** Which store a checkpoint lies in. */
interface Stores extends AutoCloseable {

  /**
   * The store of a scheme, opened with the first call. The scheme of a path without one is empty.
   *
   * @throws ProbeException if it cannot be opened
   */
  CheckpointStore of(String scheme) throws ProbeException;

  @Override
  void close();
}
