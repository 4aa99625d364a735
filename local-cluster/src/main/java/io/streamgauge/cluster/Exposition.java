package io.streamgauge.cluster;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a metrics endpoint says in Prometheus' text format 0.0.4.
 *
 * <p>It is strict: what Prometheus would refuse, and series that occur twice, are errors.
 */
public final class Exposition {
  private static final Pattern TYPE =
      Pattern.compile(
          "# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)", Pattern.DOTALL);
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,|$)");
  private static final Pattern NUMBER =
      Pattern.compile("NaN|[+-]?Inf|[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Set<Sample> series = new HashSet<>();

  private Exposition() {}

  /**
   * Reads a whole text.
   *
   * @throws IllegalArgumentException naming the line that is wrong
   */
  public static Exposition parse(String text) {
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line does not end");
    }
    Exposition exposition = new Exposition();
    // Only \n ends a line here: \r and others that Java counts may stand in a label's value.
    Pattern.compile("\n").splitAsStream(text).forEach(exposition::add);
    return exposition;
  }

  /**
   * Reads an endpoint.
   *
   * @throws java.io.UncheckedIOException if it does not answer with status 200
   * @throws IllegalArgumentException naming the line that is wrong
   */
  public static Exposition scrape(URI address) {
    return parse(JsonHttp.text(address));
  }

  /** The type that a family declares. */
  public Optional<String> type(String family) {
    return Optional.ofNullable(types.get(family));
  }

  /** All families that declare a type, with it. */
  public Map<String, String> types() {
    return Collections.unmodifiableMap(types);
  }

  public List<Sample> samples() {
    return Collections.unmodifiableList(samples);
  }

  /** The samples with a name, which for a histogram or summary ends in its suffix. */
  public List<Sample> samples(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  private void add(String line) {
    if (line.startsWith("# TYPE ")) {
      addType(line);
    } else if (!line.isBlank() && !line.startsWith("#")) {
      addSample(line);
    }
  }

  private void addType(String line) {
    Matcher matcher = matched(TYPE, line);
    if (types.put(matcher.group(1), matcher.group(2)) != null) {
      throw new IllegalArgumentException("a second type: " + line);
    }
  }

  private void addSample(String line) {
    Matcher matcher = matched(SAMPLE, line);
    String labels = matcher.group(2);
    String value = matched(NUMBER, matcher.group(3)).group();
    Sample sample = new Sample(matcher.group(1), labels == null ? Map.of() : labels(labels), value);
    if (!series.add(new Sample(sample.name(), sample.labels(), ""))) {
      throw new IllegalArgumentException("a series that occurs twice: " + line);
    }
    samples.add(sample);
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher matcher = LABEL.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException("labels that are wrong: " + text);
      }
      if (labels.put(matcher.group(1), unescaped(matcher.group(2))) != null) {
        throw new IllegalArgumentException("a label that occurs twice: " + text);
      }
      end = matcher.end();
    }
    return labels;
  }

  private static String unescaped(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
        c = value.charAt(i) == 'n' ? '\n' : value.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not of the text format: " + text);
    }
    return matcher;
  }

  /**
   * A sample.
   *
   * @param value as it is written
   */
  public record Sample(String name, Map<String, String> labels, String value) {
    /** The value as Prometheus reads it. */
    public double number() {
      return PrometheusNumber.parse(value);
    }

    /** A label's value; empty if it has no such label, as in Prometheus. */
    public String label(String key) {
      return labels.getOrDefault(key, "");
    }
  }
}
