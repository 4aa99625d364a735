package io.streamgauge.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads logs that other processes are still writing. */
public final class LogFile {
  private LogFile() {}

  /** The lines so far; none if the file does not exist yet. */
  static List<String> lines(Path log) {
    if (!Files.exists(log)) {
      return List.of();
    }
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the first group of a pattern, where it matches first.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Optional<String> find(Path log, Pattern pattern) {
    if (!Files.exists(log)) {
      return Optional.empty();
    }
    // A log can be larger than the memory.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(pattern::matcher)
          .filter(Matcher::find)
          .map(matcher -> matcher.group(1))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
