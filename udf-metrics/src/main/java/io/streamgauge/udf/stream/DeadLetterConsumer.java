package io.streamgauge.udf.stream;

import java.io.Serializable;
import org.apache.flink.api.common.serialization.DeserializationSchema;

/**
 * Takes the messages that could not be read. It goes with the job to its tasks.
 *
 * <p>It is called by the task's thread, and has to see to it itself that a letter is safe when it
 * returns: no checkpoint waits for it. After a restart Flink reads messages again, and it gets the
 * same letters again.
 */
@FunctionalInterface
public interface DeadLetterConsumer extends Serializable {

  /** Called once by each subtask, before anything is read. */
  default void open(DeserializationSchema.InitializationContext context) throws Exception {}

  /**
   * Takes a letter.
   *
   * @throws Exception if it cannot; the job then fails at this message, so that it is not lost
   */
  void accept(DeadLetter letter) throws Exception;

  /**
   * Called once when the task has ended: at the next attempt in this process, or when Flink gives
   * up the class loader of the job. Flink tells a schema of no earlier end. Called at once if
   * {@link #open} throws.
   */
  default void close() throws Exception {}
}
