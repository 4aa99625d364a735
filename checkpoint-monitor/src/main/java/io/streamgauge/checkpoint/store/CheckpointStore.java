package io.streamgauge.checkpoint.store;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Optional;

/**
 * What holds the files of checkpoints. Paths are full ones, for example {@code gs://bucket/a/b}.
 *
 * <p>Each call throws {@link ProbeException} with the reason when the store does not say what it
 * was asked for, and never takes that for absence. Used by one thread at a time.
 */
public interface CheckpointStore extends AutoCloseable {

  /**
   * A file; empty if there is none.
   *
   * @throws ProbeException with {@link ProbeError#NOT_FOUND} if there is not even its bucket
   */
  Optional<StoredFile> find(String path) throws ProbeException, InterruptedException;

  /**
   * The content of a file; empty if there is none.
   *
   * @throws ProbeException with {@link ProbeError#LIMIT} if it has more bytes than {@code limit}
   */
  Optional<byte[]> read(String path, int limit) throws ProbeException, InterruptedException;

  /** All files in a folder and in those below; asks for nothing yet. */
  Listing list(String folder);

  @Override
  void close();
}
