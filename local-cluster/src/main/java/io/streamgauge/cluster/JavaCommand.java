package io.streamgauge.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The command line of a Java program. */
final class JavaCommand {
  private final List<String> words = new ArrayList<>();

  JavaCommand(Path javaHome) {
    words.add(javaHome.resolve("bin/java").toString());
  }

  static Path ownHome() {
    return Path.of(System.getProperty("java.home"));
  }

  JavaCommand options(List<String> options) {
    words.addAll(options);
    return this;
  }

  JavaCommand property(String key, Object value) {
    words.add("-D" + key + "=" + value);
    return this;
  }

  /** Writes the log configuration that Flink and Kafka share: one file for each process. */
  static void writeLogConfiguration(Path file) throws IOException {
    try (InputStream source = JavaCommand.class.getResourceAsStream("log4j2.properties")) {
      Files.copy(Objects.requireNonNull(source), file);
    }
  }

  /** Log4j's configuration, and the file that it writes. */
  JavaCommand log(Path configuration, Path file) {
    return property("log.file", file)
        .property("log4j.configurationFile", configuration.toUri())
        .property("log4j2.disable.jmx", true);
  }

  List<String> main(String classPath, String mainClass, List<String> arguments) {
    words.addAll(List.of("-cp", classPath, mainClass));
    words.addAll(arguments);
    return words;
  }
}
