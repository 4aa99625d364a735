package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.naming.Adjustment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Counts adjustments of metrics by reason, and keeps the first few examples of each for the log.
 * Thread-safe; used under Flink's registry lock, so it only takes notes.
 */
public final class Adjustments implements BiConsumer<Adjustment, String> {

  private static final int MAX_EXAMPLES = 10;

  private final List<OfReason> byReason =
      Arrays.stream(Adjustment.values())
          .map(reason -> new OfReason())
          .collect(Collectors.toUnmodifiableList());

  /** Counts an adjustment of a label or family of this name. */
  @Override
  public void accept(Adjustment reason, String name) {
    of(reason).add(name);
  }

  public long count(Adjustment reason) {
    return of(reason).count();
  }

  /** Reports each example once. */
  public void reportNew(BiConsumer<Adjustment, String> listener) {
    for (Adjustment reason : Adjustment.values()) {
      of(reason).takeNew().forEach(name -> listener.accept(reason, name));
    }
  }

  private OfReason of(Adjustment reason) {
    return byReason.get(reason.ordinal());
  }

  private static final class OfReason {

    private final Set<String> examples = new LinkedHashSet<>();
    private long count;
    private int reported;

    synchronized void add(String name) {
      count++;
      if (examples.size() < MAX_EXAMPLES) {
        examples.add(name);
      }
    }

    synchronized long count() {
      return count;
    }

    synchronized List<String> takeNew() {
      List<String> all = new ArrayList<>(examples);
      List<String> unreported = all.subList(reported, all.size());
      reported = all.size();
      return unreported;
    }
  }
}
