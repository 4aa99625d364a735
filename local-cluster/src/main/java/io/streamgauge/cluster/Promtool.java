package io.streamgauge.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the program {@code promtool}, which has the parser of Prometheus. */
public final class Promtool {

  /** The status of a valid text without findings. */
  public static final int FINE = 0;

  /** The status of a valid text with names that Prometheus advises against. */
  public static final int LINT_FINDINGS = 3;

  private Promtool() {}

  /**
   * Checks a text in UTF-8.
   *
   * @param directory for temporary files
   */
  public static Verdict check(byte[] text, Path directory)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "promtool", ".out");
    Process process =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(text);
    }
    int status = process.waitFor();
    return new Verdict(status, Files.readString(output));
  }

  /**
   * The result of a check.
   *
   * @param status 1 if the text is malformed
   */
  public record Verdict(int status, String output) {
    public boolean isValid() {
      return status == FINE || status == LINT_FINDINGS;
    }
  }
}
