package io.streamgauge.reporter.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values as texts, whatever they were handed over as.
 *
 * <p>From YAML, Flink hands over numbers, booleans and lists, which {@link Properties#getProperty}
 * would not show: a port of {@code 19300} would silently be the default.
 */
final class RawSettings {

  private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([^}]*)}");

  private RawSettings() {}

  /** The configuration with the keys of its {@code properties-file}, and the environment, in it. */
  static Map<String, String> read(
      Map<?, ?> configuration, UnaryOperator<@Nullable String> environment, List<String> problems) {
    Map<String, String> settings = texts(configuration);
    String file = settings.get(Option.PROPERTIES_FILE.key());
    if (file != null) {
      texts(load(file, problems)).forEach(settings::putIfAbsent);
    }
    settings.replaceAll((key, value) -> resolved(key, value, environment, problems));
    return settings;
  }

  private static Map<String, String> texts(Map<?, ?> values) {
    Map<String, String> texts = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key instanceof String && value != null) {
            texts.put((String) key, text(value).trim());
          }
        });
    return texts;
  }

  private static String text(Object value) {
    return value instanceof Iterable
        ? StreamSupport.stream(((Iterable<?>) value).spliterator(), false)
            .map(String::valueOf)
            .collect(Collectors.joining(";"))
        : value.toString();
  }

  private static Properties load(String file, List<String> problems) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file), UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(
          ConfigurationException.describe(
              Option.PROPERTIES_FILE.key(), "it must be a readable properties file", file));
    }
    return properties;
  }

  private static String resolved(
      String key,
      String value,
      UnaryOperator<@Nullable String> environment,
      List<String> problems) {
    Matcher references = ENVIRONMENT.matcher(value);
    StringBuilder resolved = new StringBuilder();
    while (references.find()) {
      String found = environment.apply(references.group(1));
      if (found == null) {
        problems.add(
            ConfigurationException.describe(
                key, "the environment must have the variable", references.group(1)));
      }
      references.appendReplacement(resolved, Matcher.quoteReplacement(found == null ? "" : found));
    }
    return references.appendTail(resolved).toString();
  }
}
