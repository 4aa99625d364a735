package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.hosting.Labeling;
import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.BatchFamily;
import java.util.Iterator;

/**
 * Gives the series of probes the labels that Flink's metrics have, so that the two can be joined.
 * Series that become equal are dropped but for the first, and counted. Thread-safe.
 */
public final class BatchNaming implements Labeling {

  private final LabelRules rules;
  private final Drops drops;

  public BatchNaming(LabelRules rules, Drops drops) {
    this.rules = rules;
    this.drops = drops;
  }

  @Override
  public Batch apply(Batch batch) {
    Batch relabeled = batch.relabeled(rules::applied);
    Iterator<BatchFamily> after = relabeled.families().iterator();
    for (BatchFamily before : batch.families()) {
      int dropped = before.size() - after.next().size();
      drops.add(DropReason.EQUAL_LABELS, dropped, before.header().name());
    }
    return relabeled;
  }

  @Override
  public String value(String label, String value) {
    return rules.value(label, value);
  }
}
