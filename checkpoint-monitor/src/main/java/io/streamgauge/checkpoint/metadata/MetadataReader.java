package io.streamgauge.checkpoint.metadata;

import io.streamgauge.checkpoint.store.PathText;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/**
 * Reads the content of a {@code _metadata}.
 *
 * <p>Flink resolves relative paths against a checkpoint's folder and looks there itself whether it
 * has a {@code _metadata}. So that this costs no request, it is shown a folder on this machine that
 * has an empty one.
 */
public final class MetadataReader implements AutoCloseable {

  private static final String METADATA = "_metadata";

  private Path folder;

  private MetadataReader(Path folder) {
    this.folder = folder;
  }

  /**
   * A reader with a temporary folder, which the close deletes.
   *
   * @throws IOException if there cannot be such a folder
   */
  public static MetadataReader open() throws IOException {
    return new MetadataReader(shownFolder());
  }

  private static Path shownFolder() throws IOException {
    Path folder = Files.createTempDirectory("streamgauge-checkpoint-metadata-");
    Files.createFile(folder.resolve(METADATA));
    return folder;
  }

  Path folder() {
    return folder;
  }

  /** Makes a new folder if somebody cleaned the old one away. */
  private void requireFolder() throws ProbeException {
    if (Files.exists(folder.resolve(METADATA))) {
      return;
    }
    try {
      close();
      folder = shownFolder();
    } catch (IOException e) {
      throw new ProbeException(
          ProbeError.INTERNAL, "There cannot be a temporary folder in java.io.tmpdir", e);
    }
  }

  /**
   * The full paths of all files that a checkpoint refers to.
   *
   * @param metadata the content of its {@code _metadata}
   * @param checkpoint the folder of the checkpoint
   * @throws ProbeException if the content cannot be understood, or there is no temporary folder
   */
  public Set<String> files(byte[] metadata, String checkpoint) throws ProbeException {
    requireFolder();
    return ReferredFiles.of(parse(metadata, checkpoint), checkpoint);
  }

  private CheckpointMetadata parse(byte[] metadata, String checkpoint) throws ProbeException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(metadata))) {
      return Checkpoints.loadCheckpointMetadata(
          in, Checkpoints.class.getClassLoader(), folder.toUri().toString());
    } catch (IOException | RuntimeException e) {
      throw new ProbeException(
          ProbeError.INVALID_RESPONSE,
          PathText.withoutUser(checkpoint)
              + "/_metadata ("
              + metadata.length
              + " bytes) cannot be understood by this Flink: "
              + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder.resolve(METADATA));
    Files.deleteIfExists(folder);
  }
}
