package io.streamgauge.reporter.internal.scrape;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.hosting.BatchSource;
import io.streamgauge.reporter.internal.reading.FrameReader;
import io.streamgauge.reporter.internal.reading.LastValues;
import io.streamgauge.reporter.internal.registry.Capture;
import io.streamgauge.reporter.internal.registry.DropReason;
import io.streamgauge.reporter.internal.registry.Drops;
import io.streamgauge.reporter.internal.registry.MetricIndex;
import io.streamgauge.reporter.probe.BatchFamily;
import io.streamgauge.reporter.snapshot.Kind;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles a frame: Flink's metrics, then our own, then the batches of the probes. Used by one
 * thread at a time.
 */
public final class FrameAssembly implements FrameSource {

  private static final Logger LOG = LoggerFactory.getLogger(FrameAssembly.class);

  private static final String LEFT_OUT =
      "Dropping samples ({}), the first of the family {}; this is logged once, and"
          + " counted in streamgauge_reporter_dropped_total";

  private static final String ADJUSTED =
      "Adjusted metrics ({}), for example {}; further ones are only counted in"
          + " streamgauge_reporter_adjusted_total";

  /** Endings of the names that the format derives from that of a histogram. */
  private static final List<String> DERIVED = List.of("_bucket", "_count", "_sum");

  private final MetricIndex index;
  private final FrameReader reader;
  private final LastValues lastValues;
  private final Drops drops;
  private final List<BatchSource> published;
  private final Clock clock;
  private final Capture capture = new Capture();

  /** Names that were published in the last frame, with those that a histogram derives. */
  private Set<String> publishedNames = Set.of();

  private volatile int samples;

  /** How many values the present frame lacks because a client could not wait for them. */
  private volatile int lateSamples;

  private final AtomicLong bytesInUse = new AtomicLong();

  /** One frame that is no longer referred to, if there is one. */
  private final AtomicReference<@Nullable Frame> idle = new AtomicReference<>();

  /**
   * An assembly.
   *
   * @param published in order: of two families with one name the first is taken
   */
  public FrameAssembly(
      MetricIndex index,
      FrameReader reader,
      LastValues lastValues,
      Drops drops,
      List<BatchSource> published,
      Clock clock) {
    this.index = index;
    this.reader = reader;
    this.lastValues = lastValues;
    this.drops = drops;
    this.published = List.copyOf(published);
    this.clock = clock;
  }

  @Override
  public Frame read(long deadline, ImpatientClients clients) throws InterruptedException {
    lastValues.read(deadline);
    Frame frame = nextFrame();
    frame.begin();
    boolean isWhole = false;
    try (EarlyPages early = new EarlyPages(clients, missing -> copy(frame, missing))) {
      index.capture(frame, capture, publishedNames);
      reader.fill(frame, capture, deadline, early);
      index.checkCounters(frame, capture);
      appendPublished(frame, 0);
      samples = frame.sampleCount();
      drops.tellNews(FrameAssembly::log);
      index.adjustments().reportNew((reason, name) -> LOG.warn(ADJUSTED, reason.label(), name));
      isWhole = true;
      return frame;
    } finally {
      capture.clear();
      bytesInUse.addAndGet(frame.byteSize());
      if (!isWhole) {
        frame.release();
      }
    }
  }

  private Frame copy(Frame frame, int missing) {
    Frame copy = nextFrame();
    copy.beginAs(frame);
    boolean isWhole = false;
    try {
      appendPublished(copy, missing);
      isWhole = true;
      return copy;
    } finally {
      bytesInUse.addAndGet(copy.byteSize());
      if (!isWhole) {
        copy.release();
      }
    }
  }

  private Frame nextFrame() {
    Frame frame = idle.getAndSet(null);
    return frame == null ? new Frame(this::giveBack) : frame;
  }

  private void giveBack(Frame frame) {
    bytesInUse.addAndGet(-frame.byteSize());
    idle.set(frame);
  }

  @Override
  public long bytesInUse() {
    return bytesInUse.get();
  }

  /** How many values the frame lacks that is being assembled; read while it is. */
  public int lateSamples() {
    return lateSamples;
  }

  /** How many samples the last frame had. */
  public int samples() {
    return samples;
  }

  private static void log(DropReason reason, String family) {
    if (reason.isUsual()) {
      LOG.info(LEFT_OUT, reason.label(), family);
    } else {
      LOG.warn(LEFT_OUT, reason.label(), family);
    }
  }

  private void appendPublished(Frame frame, int missing) {
    lateSamples = missing;
    Set<String> names = new HashSet<>();
    for (int i = 0; i < frame.familyCount(); i++) {
      names.add(frame.family(i).name());
    }
    Set<String> ours = new HashSet<>();
    for (BatchSource source : published) {
      for (BatchFamily family : source.families()) {
        addNames(family, ours);
        if (isFree(family, names)) {
          names.add(family.header().name());
          family.appendTo(frame, clock.millis());
        } else if (missing == 0) {
          drops.add(DropReason.NAME_CLASH, family.size(), family.header().name());
        }
      }
    }
    publishedNames = ours;
  }

  private static void addNames(BatchFamily family, Set<String> names) {
    String name = family.header().name();
    names.add(name);
    if (family.header().kind() == Kind.HISTOGRAM) {
      DERIVED.forEach(ending -> names.add(name + ending));
    }
  }

  /**
   * Whether neither the name nor, of a histogram, one derived from it is that of another family.
   */
  private static boolean isFree(BatchFamily family, Set<String> names) {
    String name = family.header().name();
    if (family.header().kind() != Kind.HISTOGRAM) {
      return !names.contains(name);
    }
    return !names.contains(name)
        && DERIVED.stream().noneMatch(ending -> names.contains(name + ending));
  }
}
