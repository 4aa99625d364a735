package io.streamgauge.it.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program {@code promtool}, which has Prometheus' own parser of the text format. */
public final class Promtool {

  /** The status when the text is valid and there is nothing to say about its names either. */
  public static final int FINE = 0;

  /** The status when the text is valid but names are not as Prometheus would have them. */
  public static final int LINT_FINDINGS = 3;

  private Promtool() {}

  /**
   * Checks a text.
   *
   * @param directory where it may write
   */
  public static Verdict check(String text, Path directory)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "promtool", ".out");
    Process process =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(UTF_8));
    }
    int status = process.waitFor();
    return new Verdict(status, Files.readString(output));
  }

  /**
   * What it says.
   *
   * @param status 1 if the text is not valid
   */
  public record Verdict(int status, String output) {
    public boolean isValid() {
      return status == FINE || status == LINT_FINDINGS;
    }
  }
}
