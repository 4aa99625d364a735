package io.streamgauge.checkpoint.store;

import io.streamgauge.reporter.probe.ProbeException;

/** Opens a store whose classes live in a class loader of their own. */
public interface StoreFactory {

  /**
   * A store.
   *
   * @throws ProbeException if there are no credentials for it
   */
  CheckpointStore open(StoreAccess access) throws ProbeException;
}
