package io.streamgauge.it.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads what was appended to a log since the last time. */
final class LogTail {
  private static final int MAX_BYTES = 16 << 20;

  private final Path log;
  private long position;

  LogTail(Path log) {
    this.log = log;
  }

  /** The complete lines since the last call; of more than 16 MB the rest at the next one. */
  List<String> lines() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(MAX_BYTES, file.length() - position)];
      file.seek(position);
      file.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      position += end;
      return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
