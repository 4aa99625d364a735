package io.streamgauge.checkpoint.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files that a job's last checkpoint refers to: when each was last seen, and since when it is
 * missed. Times are nanoseconds of one ticker.
 */
final class CheckpointFiles {

  private Map<String, @Nullable Long> seenAt = new LinkedHashMap<>();
  private final Map<String, Long> missedSince = new HashMap<>();
  private final Map<String, Long> missedAt = new HashMap<>();

  /** Takes these in place of those of the checkpoint before; what is known of any is kept. */
  void replace(Collection<String> files) {
    Map<String, @Nullable Long> next = new LinkedHashMap<>();
    for (String each : files) {
      next.put(each, seenAt.get(each));
    }
    seenAt = next;
    missedSince.keySet().retainAll(next.keySet());
    missedAt.keySet().retainAll(next.keySet());
  }

  /**
   * The files to be looked for next: those that are missed, then those that were never seen, then
   * those that were seen longest ago.
   *
   * @param most how many at most
   * @param begin what was seen since then is left out
   */
  List<String> due(int most, long begin) {
    Set<String> missed = new HashSet<>(missedSince.keySet());
    List<Map.Entry<String, @Nullable Long>> entries = new ArrayList<>(seenAt.entrySet());
    return entries.stream()
        .filter(each -> missed.contains(each.getKey()) || isBefore(each.getValue(), begin))
        .sorted(
            Comparator.<Map.Entry<String, @Nullable Long>>comparingInt(
                    each -> missed.contains(each.getKey()) ? 0 : each.getValue() == null ? 1 : 2)
                .thenComparingLong(each -> age(each.getValue(), begin)))
        .limit(most)
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }

  private static boolean isBefore(@Nullable Long seen, long begin) {
    return seen == null || seen - begin < 0;
  }

  /** Negative, the more the older. */
  private static long age(@Nullable Long seen, long begin) {
    return seen == null ? 0 : seen - begin;
  }

  void seen(String file, long now) {
    seenAt.replace(file, now);
    missedSince.remove(file);
    missedAt.remove(file);
  }

  void missed(String file, long now) {
    missedSince.putIfAbsent(file, now);
    missedAt.put(file, now);
  }

  /** Number of files that were not there when they were last looked for. */
  int missing() {
    return missedSince.size();
  }

  /** The files that were looked for since {@code begin} and not there. */
  List<String> missedSince(long begin) {
    return missedAt.entrySet().stream()
        .filter(each -> each.getValue() - begin >= 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }

  /** Number of those among them that have been missed since {@code moment} or longer. */
  int missedAgain(long begin, long moment) {
    return (int)
        missedSince.entrySet().stream()
            .filter(each -> each.getValue() - moment <= 0)
            .filter(each -> missedAt.getOrDefault(each.getKey(), each.getValue()) - begin >= 0)
            .count();
  }

  /** Number of files that were never looked for. */
  int unknown() {
    return (int)
        seenAt.entrySet().stream()
            .filter(each -> each.getValue() == null && !missedSince.containsKey(each.getKey()))
            .count();
  }
}
