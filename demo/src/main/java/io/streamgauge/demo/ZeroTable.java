package io.streamgauge.demo;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of the heights of gauges' zeros, a station in each line.
 *
 * @param version tells it from others
 */
record ZeroTable(String version, Map<String, String> zeros) {
  /** The station whose height nobody has measured. */
  static final String UNMEASURED = River.station(17);

  /** Knows some of the stations that send readings. */
  static final ZeroTable FIRST = first();

  /** Knows a station more, which sends nothing yet. */
  static final ZeroTable SECOND = FIRST.with(River.station(River.STATIONS), "3100");

  private static ZeroTable first() {
    ZeroTable table = new ZeroTable("\"0\"", Map.of());
    for (int i = 0; i < 17; i++) {
      table = table.with(River.station(i), Integer.toString(2000 + 50 * i));
    }
    return table.with(UNMEASURED, "unknown");
  }

  private ZeroTable with(String station, String zero) {
    Map<String, String> more = new LinkedHashMap<>(zeros);
    more.put(station, zero);
    return new ZeroTable("\"" + more.size() + "\"", more);
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    zeros.forEach((station, zero) -> text.append(station).append(',').append(zero).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
