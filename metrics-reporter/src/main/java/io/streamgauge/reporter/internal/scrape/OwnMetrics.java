package io.streamgauge.reporter.internal.scrape;

import io.streamgauge.reporter.internal.hosting.BatchSource;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.BatchFamily;
import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The reporter's own metrics, with the labels of the process.
 *
 * <pre>
 * streamgauge_reporter_dropped_total{host="h",reason="threw"} 2
 * streamgauge_reporter_series{host="h"} 950
 * </pre>
 */
public final class OwnMetrics implements BatchSource {

  private final Catalogue catalogue;
  private final Supplier<Map<String, String>> processLabels;
  private final List<BiConsumer<Batch.Builder, Map<String, String>>> metrics = new ArrayList<>();

  /**
   * No metrics yet; they are added before the first scrape.
   *
   * @param processLabels labels that all of them carry
   */
  public OwnMetrics(Catalogue catalogue, Supplier<Map<String, String>> processLabels) {
    this.catalogue = catalogue;
    this.processLabels = processLabels;
  }

  /** Adds a gauge or a counter, {@code name} without the prefix {@code streamgauge_}. */
  public OwnMetrics number(String name, Map<String, String> labels, LongSupplier value) {
    FamilyHeader header = catalogue.ours(name);
    metrics.add(
        (batch, process) -> {
          Map<String, String> all = new TreeMap<>(process);
          all.putAll(labels);
          batch.add(header, all, value.getAsLong());
        });
    return this;
  }

  /** Adds a gauge or counter of several series, which come and go: values by their labels. */
  public OwnMetrics numbers(String name, Supplier<Map<Map<String, String>, Long>> values) {
    FamilyHeader header = catalogue.ours(name);
    metrics.add(
        (batch, process) ->
            values
                .get()
                .forEach(
                    (labels, value) -> {
                      Map<String, String> all = new TreeMap<>(process);
                      all.putAll(labels);
                      batch.add(header, all, value);
                    }));
    return this;
  }

  /** Adds a histogram. */
  public OwnMetrics histogram(String name, Supplier<Buckets> value) {
    FamilyHeader header = catalogue.ours(name);
    metrics.add((batch, process) -> batch.add(header, process, value.get()));
    return this;
  }

  @Override
  public List<BatchFamily> families() {
    Map<String, String> process = processLabels.get();
    Batch.Builder batch = Batch.builder();
    metrics.forEach(metric -> metric.accept(batch, process));
    return batch.build().families();
  }
}
