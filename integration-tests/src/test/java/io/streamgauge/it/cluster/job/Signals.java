package io.streamgauge.it.cluster.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files by which a test and its job understand each other. */
public final class Signals {
  private static final String FAILING_ATTEMPTS = "failing-attempts";
  private static final String FAILURES = "failures";

  private final Path directory;

  /** Signals in a directory that both see. */
  public Signals(String directory) {
    this.directory = Path.of(directory);
  }

  /** Makes the attempts with numbers below this one fail. */
  public void failAttemptsBelow(int attempt) {
    write(FAILING_ATTEMPTS, attempt + "");
  }

  /** Whether an attempt is to fail. */
  boolean isToFail(int attempt) {
    String text = read(FAILING_ATTEMPTS);
    return !text.isEmpty() && attempt < Integer.parseInt(text);
  }

  /** Takes account of a failure. */
  void noteFailure() {
    append(FAILURES, "x");
  }

  /** How many failures were taken account of. */
  public int failures() {
    return read(FAILURES).length();
  }

  private String read(String name) {
    try {
      Path file = directory.resolve(name);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) {
    try {
      Path draft = directory.resolve(name + ".draft");
      Files.writeString(draft, text);
      Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String name, String text) {
    try {
      Files.writeString(
          directory.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
