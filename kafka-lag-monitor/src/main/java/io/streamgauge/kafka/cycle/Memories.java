package io.streamgauge.kafka.cycle;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered from cycle to cycle; of too many things, those that were asked for last.
 *
 * @param <K> what is remembered of
 * @param <V> what is remembered
 */
final class Memories<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1;
  private static final int MOST = 50_000;

  Memories() {
    super(16, 0.75f, /* accessOrder= */ true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MOST;
  }
}
