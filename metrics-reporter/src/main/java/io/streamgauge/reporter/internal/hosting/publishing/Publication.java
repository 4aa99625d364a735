package io.streamgauge.reporter.internal.hosting.publishing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.hosting.Labeling;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.probe.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes the batches of a probe from its start to its stop. The lock makes sure that nothing is
 * published after the close. Thread-safe.
 */
public final class Publication implements AutoCloseable {

  private final PublishedBatches batches;
  private final String probe;
  private final Catalogue catalogue;
  private final Labeling labeling;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private boolean open = true;

  /**
   * Creates an open publication.
   *
   * @param catalogue has the prefix that all families of the probe must begin with
   * @param labeling applied to each batch before it is published
   */
  public Publication(
      PublishedBatches batches, String probe, Catalogue catalogue, Labeling labeling) {
    this.batches = batches;
    this.probe = probe;
    this.catalogue = catalogue;
    this.labeling = labeling;
  }

  /**
   * Publishes a batch in place of the last one of the same part.
   *
   * @return one sentence for each limit that is exceeded
   * @throws IllegalArgumentException if a family does not begin with the catalogue's prefix
   */
  public List<String> publish(String part, Batch batch, Duration validity) {
    batch.families().forEach(each -> catalogue.checkPrefixOf(each.header().name()));
    Batch labeled = labeling.apply(batch);
    boolean fits;
    synchronized (lock) {
      fits = !open || batches.publish(probe, part, labeled, validity);
    }
    List<String> exceeded = new ArrayList<>();
    if (!fits) {
      exceeded.add(
          "A batch is not shown: all of the probe's together have more than "
              + Batch.MAX_SERIES
              + " series, more than "
              + Batch.MAX_LABEL_BYTES
              + " bytes of labels or too many parts");
    }
    if (batch.omitted() > 0) {
      exceeded.add(
          "Some series are not shown: a batch has at most "
              + Batch.MAX_SERIES
              + " series and "
              + Batch.MAX_LABEL_BYTES
              + " bytes of labels");
    }
    return exceeded;
  }

  /** Withdraws the batch of a part; does nothing after the close. */
  public void withdraw(String part) {
    synchronized (lock) {
      if (open) {
        batches.withdraw(probe, part);
      }
    }
  }

  /** Publishes nothing more. What is published stays until it expires. */
  @Override
  public void close() {
    synchronized (lock) {
      open = false;
    }
  }
}
