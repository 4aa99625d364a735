package io.streamgauge.udf.lookup;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The data of a lookup, all of it, as it was at its source once. Immutable. */
public final class LookupData<K, V> {

  private static final long UNKNOWN = -1;

  private final Map<K, V> entries;
  private final String version;
  private final long bytes;

  private LookupData(Map<K, V> entries, String version, long bytes) {
    this.entries = entries;
    this.version = version;
    this.bytes = bytes;
  }

  /**
   * Data whose size at its source is not known.
   *
   * @param entries are copied
   * @param version what the source is given at the next load, to tell whether there is other data
   */
  public static <K, V> LookupData<K, V> of(Map<K, V> entries, String version) {
    return new LookupData<>(Collections.unmodifiableMap(new HashMap<>(entries)), version, UNKNOWN);
  }

  /** The same data, with its size at its source. */
  public LookupData<K, V> bytes(long newBytes) {
    return new LookupData<>(entries, version, newBytes);
  }

  /** Cannot be changed. */
  public Map<K, V> entries() {
    return entries;
  }

  /** Returns the version by which the source recognizes the data. */
  public String version() {
    return version;
  }

  void tell(LookupMetrics metrics, Duration duration) {
    if (bytes == UNKNOWN) {
      metrics.loaded(entries.size(), duration);
    } else {
      metrics.loaded(entries.size(), bytes, duration);
    }
  }
}
