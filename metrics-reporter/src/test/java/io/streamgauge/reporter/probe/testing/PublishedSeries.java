package io.streamgauge.reporter.probe.testing;

import static java.util.Objects.requireNonNull;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The series of a batch as they would be exposed, for example {@code
 * streamgauge_job_state{state="running"}}; of a histogram the number of its observations and their
 * sum.
 */
public final class PublishedSeries {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private final Map<String, Double> values = new TreeMap<>();

  private PublishedSeries(Batch batch, long nowMillis) {
    Frame frame = new Frame(released -> {});
    frame.begin();
    batch.families().forEach(family -> family.appendTo(frame, nowMillis));
    for (int i = 0; i < frame.seriesCount(); i++) {
      add(frame.familyOf(i).name(), frame, i);
    }
  }

  /** What is added to a batch, with the names and types of the reporter's catalogue. */
  public static PublishedSeries of(Consumer<SeriesWriter> addTo) {
    return of(CATALOGUE, addTo);
  }

  /** What is added to a batch, with the names and types of a probe's own catalogue. */
  public static PublishedSeries of(Catalogue catalogue, Consumer<SeriesWriter> addTo) {
    Batch.Builder batch = Batch.builder();
    addTo.accept(new SeriesWriter(batch, catalogue::ours, Map.of()));
    return of(batch.build());
  }

  public static PublishedSeries of(Batch batch) {
    return at(0, batch);
  }

  /** The series as a scrape at a time sees them. */
  public static PublishedSeries at(long nowMillis, Batch batch) {
    return new PublishedSeries(batch, nowMillis);
  }

  private void add(String family, Frame frame, int series) {
    String labels = frame.labels(series).toString();
    String name = labels.equals("{}") ? family : family + labels;
    int start = frame.valueStart(series);
    switch (frame.shape(series)) {
      case Frame.INTEGER -> values.put(name, (double) frame.integerAt(start));
      case Frame.REAL -> values.put(name, frame.realAt(start));
      default -> addHistogram(family, labels.equals("{}") ? "" : labels, frame, series);
    }
  }

  private void addHistogram(String family, String labels, Frame frame, int series) {
    int start = frame.valueStart(series);
    int bounds = (int) frame.integerAt(start);
    values.put(family + "_count" + labels, (double) frame.integerAt(start + 1 + 2 * bounds));
    values.put(family + "_sum" + labels, frame.realAt(start + 2 + 2 * bounds));
  }

  /** The value of a series that must be there. */
  public double value(String name) {
    return requireNonNull(values.get(name), () -> name + " is not in " + values.keySet());
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  public Map<String, Double> values() {
    return Collections.unmodifiableMap(values);
  }
}
