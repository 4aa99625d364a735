package io.streamgauge.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What the {@code probe.properties} of a probe on the class path say. Immutable. */
public final class ProbeProperties {

  private static final String KEY = "key.";

  private final Properties properties;

  private ProbeProperties(Properties properties) {
    this.properties = properties;
  }

  /**
   * Those of a probe.
   *
   * @throws IOException if it is not on the class path
   */
  public static ProbeProperties of(String probe) throws IOException {
    Properties properties = new Properties();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    String resource = "META-INF/streamgauge/probes/" + probe + "/probe.properties";
    try (InputStream stream = loader.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IOException("no " + resource + " on the class path");
      }
      properties.load(stream);
    }
    return new ProbeProperties(properties);
  }

  /** A value, or nothing. */
  public String get(String key) {
    return properties.getProperty(key, "");
  }

  /** The types of the values of the probe's keys, by key. */
  public Map<String, String> keys() {
    Map<String, String> keys = new TreeMap<>();
    for (String each : properties.stringPropertyNames()) {
      if (each.startsWith(KEY)) {
        keys.put(each.substring(KEY.length()), properties.getProperty(each));
      }
    }
    return keys;
  }
}
