package io.streamgauge.kafka.timestamps;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one partition. Records do not change, so an anchor stays true while its log is
 * the same; that it is another shows when its end goes back or when answers contradict each other.
 */
final class Anchors {

  /** How many are kept beside those around the positions. */
  private static final int SPARE = 16;

  /** By offset; the times are in the same order. */
  private final NavigableMap<Long, Anchor> byOffset = new TreeMap<>();

  private long end;

  /**
   * Tells where the log ends at present.
   *
   * @param isCompacted whether all up to an earlier end may be gone, so that what is read next is a
   *     record behind that end
   */
  void endAt(long present, boolean isCompacted) {
    if (present < end) {
      byOffset.clear();
    } else if (present > end) {
      byOffset.values().removeIf(each -> !each.isRecord() && (isCompacted || each.isFirst()));
    }
    end = present;
  }

  long end() {
    return end;
  }

  void add(Anchor added) {
    if (contradicts(added)) {
      byOffset.clear();
    }
    if (!tellsNothing(added)) {
      dropWorse(added);
      byOffset.merge(added.offset(), added, Anchor::and);
    }
  }

  private boolean contradicts(Anchor added) {
    Anchor before = recordAtOrBefore(added.offset() - 1);
    Anchor behind = value(byOffset.ceilingEntry(added.offset()));
    return (before != null && before.timestamp() >= added.time())
        || (behind != null && isSeenTwoWays(added, behind));
  }

  private static boolean isSeenTwoWays(Anchor first, Anchor second) {
    if (!first.isRecord()) {
      return second.isRecord() && second.timestamp() >= first.time();
    }
    return first.offset() == second.offset()
        ? second.isRecord() && second.timestamp() != first.timestamp()
        : second.time() <= first.timestamp();
  }

  /** An end is worth nothing beside an anchor that says as much of more records. */
  private boolean tellsNothing(Anchor added) {
    Anchor behind = value(byOffset.higherEntry(added.offset()));
    return !added.isRecord() && behind != null && behind.time() <= added.time();
  }

  private void dropWorse(Anchor added) {
    byOffset
        .headMap(added.offset(), /* inclusive= */ false)
        .values()
        .removeIf(each -> !each.isRecord() && each.time() >= added.time());
  }

  /** Forgets records that are no longer there: nothing can be known by them of those behind. */
  void forgetBelow(long start) {
    byOffset.headMap(start, /* inclusive= */ false).clear();
  }

  Bracket around(long position) {
    return new Bracket(
        position, end, recordAtOrBefore(position), value(byOffset.higherEntry(position)));
  }

  private @Nullable Anchor recordAtOrBefore(long offset) {
    for (Anchor each : byOffset.headMap(offset, /* inclusive= */ true).descendingMap().values()) {
      if (each.isRecord()) {
        return each;
      }
    }
    return null;
  }

  private static @Nullable Anchor value(Map.@Nullable Entry<Long, Anchor> entry) {
    return entry == null ? null : entry.getValue();
  }

  /**
   * Keeps what bounds the positions, and of the rest only what lies ahead of them, where they will
   * come to, and not too much of it.
   */
  void thin(Collection<Long> positions) {
    Set<Anchor> needed = new HashSet<>();
    positions.forEach(each -> around(each).addTo(needed));
    long first = positions.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    byOffset.values().removeIf(each -> each.offset() < first && !needed.contains(each));
    byOffset.values().removeAll(surplus(needed));
  }

  /** Of what is not needed so much, evenly, that no more than the spare ones are left. */
  private List<Anchor> surplus(Set<Anchor> needed) {
    List<Anchor> spare = new ArrayList<>(byOffset.values());
    spare.removeAll(needed);
    int step = spare.size() / SPARE + 1;
    return IntStream.range(0, spare.size())
        .filter(i -> i % step != 0)
        .mapToObj(spare::get)
        .collect(Collectors.toList());
  }

  int size() {
    return byOffset.size();
  }
}
