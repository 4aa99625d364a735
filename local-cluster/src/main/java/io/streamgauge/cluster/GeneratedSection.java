package io.streamgauge.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The part of a file between two lines, which is generated and committed. A test compares it with
 * its source; with {@code -Dstreamgauge.regenerate=true} the same test writes it.
 */
public final class GeneratedSection {

  private static final String REGENERATE = "streamgauge.regenerate";
  private static final Path PROBES = Path.of("src/main/resources/META-INF/streamgauge/probes");

  private final Path file;
  private final String begin;
  private final String end;
  private final boolean regenerates;

  GeneratedSection(Path file, String begin, String end, boolean regenerates) {
    this.file = file;
    this.begin = begin + '\n';
    this.end = end + '\n';
    this.regenerates = regenerates;
  }

  static GeneratedSection in(Path file, String begin, String end) {
    return new GeneratedSection(file, begin, end, Boolean.getBoolean(REGENERATE));
  }

  /** Returns the section of a {@code probe.properties} that follows from the options of a probe. */
  public static GeneratedSection declaring(String module, String probe) {
    return in(
        ProjectRoot.path()
            .resolve(module)
            .resolve(PROBES)
            .resolve(probe)
            .resolve("probe.properties"),
        "# These lines are generated from the options of the probe.",
        "# End of the generated lines.");
  }

  /**
   * Returns the section as the file has it, after writing it if it is to be regenerated.
   *
   * @param text the section as its source has it
   * @throws IllegalStateException if the file has no place for it
   */
  public String comparedWith(String text) throws IOException {
    return regenerates ? written(text) : section(Files.readString(file));
  }

  private String section(String content) {
    int from = content.indexOf(begin) + begin.length();
    int to = content.indexOf(end, from);
    if (from < begin.length() || to < 0) {
      throw new IllegalStateException(file + " has no " + begin + end);
    }
    return content.substring(from, to);
  }

  /** Other processes may write other sections of the same file at the same time. */
  private String written(String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileLock unused = channel.lock(); // released with the channel
      String content = Files.readString(file);
      int from = content.indexOf(begin) + begin.length();
      int to = from + section(content).length();
      ByteBuffer bytes = UTF_8.encode(content.substring(0, from) + text + content.substring(to));
      channel.truncate(bytes.remaining());
      while (bytes.hasRemaining()) {
        channel.write(bytes, bytes.position());
      }
      return text;
    }
  }

  @Override
  public String toString() {
    return "the lines after "
        + begin.trim()
        + " in "
        + file.getFileName()
        + ", which the same test writes with -D"
        + REGENERATE
        + "=true";
  }
}
