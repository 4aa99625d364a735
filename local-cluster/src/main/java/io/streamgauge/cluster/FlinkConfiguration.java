package io.streamgauge.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of {@code config.yaml}. */
final class FlinkConfiguration {
  /** What YAML takes as it is: words, numbers, ranges, addresses, paths. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_.,/-]*");

  private final Map<String, String> entries = new TreeMap<>();

  FlinkConfiguration put(String key, Object value) {
    entries.put(key, value.toString());
    return this;
  }

  FlinkConfiguration putAll(Map<String, String> more) {
    entries.putAll(more);
    return this;
  }

  String get(String key) {
    return entries.getOrDefault(key, "");
  }

  void write(Path file) throws IOException {
    Files.writeString(file, text());
  }

  String text() {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + scalar(entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  /** Plain where possible, as people write it: then YAML makes a number of 9249. */
  private static String scalar(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
