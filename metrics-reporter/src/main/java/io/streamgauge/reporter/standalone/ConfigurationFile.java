package io.streamgauge.reporter.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.probe.ConfigOption;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A properties file with the keys of Flink's configuration, with or without their beginning. */
final class ConfigurationFile {

  private ConfigurationFile() {}

  /**
   * The keys without their beginning, and their values.
   *
   * @throws IllegalArgumentException if the file cannot be read, or has a key in both forms; the
   *     message names it
   */
  static Map<String, String> read(Path file) {
    Map<String, String> configuration = new TreeMap<>();
    Properties properties = load(file);
    for (String key : properties.stringPropertyNames()) {
      String bare =
          key.startsWith(ConfigOption.NAMESPACE)
              ? key.substring(ConfigOption.NAMESPACE.length())
              : key;
      if (configuration.put(bare, properties.getProperty(key)) != null) {
        throw new IllegalArgumentException(
            file
                + " has the key "
                + bare
                + " twice, as "
                + ConfigOption.NAMESPACE
                + bare
                + " and bare");
      }
    }
    return configuration;
  }

  private static Properties load(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
      properties.load(reader);
      return properties;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no file " + file, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " cannot be read as a properties file: " + e.getClass().getSimpleName(), e);
    }
  }
}
