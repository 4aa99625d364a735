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
   * <p>Called on a thread of the lookup's, one load after the other; a load that was given up and
   * does not end when it is interrupted may still run beside a later one.
   *
   * @param heldVersion the version of what is held; null if there is none yet
   * @throws LoadException if the reason is known
   * @throws Exception for anything else, see {@link LoadFailure#OTHER}
   */
  Optional<LookupData<K, V>> load(@Nullable String heldVersion) throws Exception;

  /** Closes what loads have opened; called once by each task, whether or not there was a load. */
  default void close() throws Exception {}
}
