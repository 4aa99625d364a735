package io.streamgauge.udf.lookup;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the data of a lookup comes from. It goes with the job to its tasks. */
public interface LookupSource<K, V> extends Serializable {

  /** The place, for people: a label and a part of messages. No user, no password. */
  String path();

  /**
   * The data, or nothing if it is still that which is held.
   *
   * <p>Called on a thread of the lookup, one load after the other. A load that takes too long is
   * abandoned: it is not interrupted, its data is dropped, and it may run next to a later one.
   * Limit the time of what it waits for.
   *
   * @param heldVersion the version of what is held; null if there is none yet
   * @throws LoadException if the reason is known
   * @throws Exception for anything else, see {@link LoadFailure#OTHER}
   */
  Optional<LookupData<K, V>> load(@Nullable String heldVersion) throws Exception;

  /**
   * Ends the loads that are running now, if the source can: by canceling a statement, by closing a
   * connection. Called on another thread when a load took too long or the lookup is closed; must
   * return at once.
   */
  default void abandonLoads() {}

  /** Closes what loads have opened; called once by each task, whether or not there was a load. */
  default void close() throws Exception {}
}
