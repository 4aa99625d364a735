package io.streamgauge.checkpoint.event;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Writes events as lines of JSON on the logger {@value #LOGGER}, so that they can be routed by its
 * name.
 *
 * <p>Of equal events the first is written at once. Those that follow within the fold window are
 * counted, and become one line when it is over. Lives on the probe's own thread: not thread-safe.
 */
public final class LifeEvents implements AutoCloseable {

  /** The name of the logger, at INFO. */
  public static final String LOGGER = "io.streamgauge.events";

  /** How many folds are open at once; for another the oldest is closed early. */
  static final int MAX_FOLDS = 1_000;

  private final EventSettings settings;
  private final Clock clock;
  private final Consumer<String> lines;

  /** By what equal events have in common, the oldest first. */
  private final Map<Object, Fold> folds = new LinkedHashMap<>();

  /**
   * Writes to the logger.
   *
   * @param clock tells when a fold window is over
   */
  public LifeEvents(EventSettings settings, Clock clock) {
    this(settings, clock, LoggerFactory.getLogger(LOGGER)::info);
  }

  /** Writes to a consumer of lines. */
  public LifeEvents(EventSettings settings, Clock clock, Consumer<String> lines) {
    this.settings = settings;
    this.clock = clock;
    this.lines = lines;
  }

  /** Writes or counts an event; nothing, if its kind is closed. */
  public void emit(LifeEvent event) {
    if (!settings.isOpen(event.kind())) {
      return;
    }
    if (!event.kind().isFolded()) {
      lines.accept(EventLine.of(event));
      return;
    }
    flush();
    Object identity = Fold.identity(event);
    Fold fold = folds.get(identity);
    if (fold != null) {
      fold.add(event);
      return;
    }
    lines.accept(EventLine.of(event));
    open(identity);
  }

  private void open(Object identity) {
    if (folds.size() == MAX_FOLDS) {
      Iterator<Fold> oldestFirst = folds.values().iterator();
      write(oldestFirst.next());
      oldestFirst.remove();
    }
    folds.put(identity, new Fold(clock.instant()));
  }

  /** Writes what was counted and whose window is over. To be called at each poll. */
  public void flush() {
    Instant now = clock.instant();
    folds
        .values()
        .removeIf(
            fold -> {
              boolean isOver = fold.isOver(now, settings.foldWindow());
              if (isOver) {
                write(fold);
              }
              return isOver;
            });
  }

  /** Writes all that was counted. */
  @Override
  public void close() {
    folds.values().forEach(this::write);
    folds.clear();
  }

  /** How many events are remembered so that equal ones are counted. */
  int openFolds() {
    return folds.size();
  }

  private void write(Fold fold) {
    fold.line().ifPresent(lines);
  }
}
