package io.streamgauge.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    String found = Files.readString(file);
    int from = found.indexOf(begin) + begin.length();
    int to = found.indexOf(end, from);
    if (from < begin.length() || to < 0) {
      throw new IllegalStateException(file + " has no " + begin + end);
    }
    if (!regenerates) {
      return found.substring(from, to);
    }
    Files.writeString(file, found.substring(0, from) + text + found.substring(to));
    return text;
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
