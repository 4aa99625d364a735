package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The JDK's diagnostic command for other JVMs. */
final class Jcmd {
  private Jcmd() {}

  /** Runs a command such as {@code GC.class_histogram} in a JVM, and returns its output. */
  static String run(ProcessHandle process, String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process running =
          new ProcessBuilder(List.of(jcmd.toString(), process.pid() + "", command))
              .redirectErrorStream(true)
              .start();
      return new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
