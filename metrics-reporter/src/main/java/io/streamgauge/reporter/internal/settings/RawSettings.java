package io.streamgauge.reporter.internal.settings;

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
 * Keys and values as texts, whatever they were handed over as, and what of them may be shown.
 *
 * <p>From YAML, Flink hands over numbers, booleans and lists, which {@link Properties#getProperty}
 * would not show: a port of {@code 19300} would silently be the default.
 */
final class RawSettings {

  private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([^}]*)}");
  private static final String OF_FILE = "(a value of the properties file)";

  private final UnaryOperator<@Nullable String> environment;
  private final List<String> problems;
  private final Map<String, String> values = new TreeMap<>();

  /** What stands for values that may be secrets. */
  private final Map<String, String> shown = new TreeMap<>();

  private RawSettings(UnaryOperator<@Nullable String> environment, List<String> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** The configuration with the keys of its {@code properties-file}, and the environment, in it. */
  static RawSettings read(
      Map<?, ?> configuration, UnaryOperator<@Nullable String> environment, List<String> problems) {
    RawSettings settings = new RawSettings(environment, problems);
    texts(configuration).forEach((key, text) -> settings.add(key, text, text));
    String file = settings.values.get(ReporterOptions.PROPERTIES_FILE.key());
    if (file != null) {
      texts(settings.load(file)).forEach((key, text) -> settings.add(key, text, OF_FILE));
    }
    return settings;
  }

  /** The values by their keys. */
  Map<String, String> values() {
    return values;
  }

  /**
   * A value as it may stand in a message: what came from a file or from the environment is not
   * shown, for it may be a secret that was given to the wrong key.
   */
  String shown(String key, String otherwise) {
    return shown.getOrDefault(key, otherwise);
  }

  /** A sentence of somebody else in which quoted values are shown as they may be. */
  String masked(String sentence) {
    String masked = sentence;
    for (Map.Entry<String, String> each : values.entrySet()) {
      String value = each.getValue();
      masked = masked.replace("'" + value + "'", "'" + shown(each.getKey(), value) + "'");
    }
    return masked;
  }

  private void add(String key, String text, String shownText) {
    if (!values.containsKey(key)) {
      values.put(key, resolved(key, text));
      shown.put(key, shownText);
    }
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
            .collect(Collectors.joining(","))
        : value.toString();
  }

  private Properties load(String file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file), UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      String key = ReporterOptions.PROPERTIES_FILE.key();
      problems.add(
          ConfigurationException.describe(
              key, "it must be a readable properties file", shown(key, file)));
    }
    return properties;
  }

  private String resolved(String key, String text) {
    Matcher references = ENVIRONMENT.matcher(text);
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
