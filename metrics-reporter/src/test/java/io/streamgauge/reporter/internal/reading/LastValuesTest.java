package io.streamgauge.reporter.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.LabelLimits;
import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.internal.registry.Adjustments;
import io.streamgauge.reporter.internal.registry.Budget;
import io.streamgauge.reporter.internal.registry.Drops;
import io.streamgauge.reporter.internal.registry.FamilyRules;
import io.streamgauge.reporter.internal.registry.MetricIndex;
import io.streamgauge.reporter.internal.registry.Naming;
import io.streamgauge.reporter.internal.registry.TestingMetricGroup;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LastValuesTest {

  private static final TestingMetricGroup OURS =
      TestingMetricGroup.of("taskmanager", "host", "h").addGroup("streamgauge");

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger clockFailures = new AtomicInteger();
  private final AtomicInteger executorFailures = new AtomicInteger();
  private final ReaderThreads readers =
      new ReaderThreads(WaitLimit.LIMIT, Executors.defaultThreadFactory());
  private final LastValues lastValues = new LastValues(readers, this::nanoTime, this::execute);
  private final MetricIndex index = index(lastValues);

  @AfterEach
  void close() {
    readers.close();
  }

  @Test
  void removals_beforeTheScraperIsFree_areReadByOneTask() {
    removeCounter("a_total");
    removeCounter("b_total");
    removeCounter("c_total");

    assertThat(tasks).hasSize(1);
    assertThat(reads).hasValue(0);
    tasks.remove().run();

    assertThat(reads).hasValue(3);
    assertThat(tasks).isEmpty();
  }

  @Test
  void removal_afterTheTaskRan_isReadByAnother() {
    removeCounter("a_total");
    tasks.remove().run();

    removeCounter("b_total");
    tasks.remove().run();

    assertThat(reads).hasValue(2);
  }

  @Test
  void scrape_beforeTheTaskRuns_readsTheValues() throws InterruptedException {
    removeCounter("a_total");

    lastValues.read(nanoTime() + WaitLimit.LIMIT.toNanos());
    tasks.remove().run();

    assertThat(reads).hasValue(1);
  }

  @Test
  void task_failsOfAnError_nextScrapeReadsTheRest() throws InterruptedException {
    removeCounter("a_total");
    clockFailures.set(1);
    tasks.remove().run();
    assertThat(reads).hasValue(0);

    lastValues.read(nanoTime() + WaitLimit.LIMIT.toNanos());

    assertThat(reads).hasValue(1);
  }

  @Test
  void task_notAcceptedForAnError_nextRemovalSchedulesAnother() {
    executorFailures.set(1);
    assertThatThrownBy(() -> removeCounter("a_total")).isInstanceOf(OutOfMemoryError.class);

    removeCounter("b_total");
    tasks.remove().run();

    assertThat(reads).hasValue(2);
  }

  @Test
  void readersClosed_valuesAreLostWithoutARead() throws InterruptedException {
    removeCounter("a_total");
    readers.close();

    lastValues.read(nanoTime() + WaitLimit.LIMIT.toNanos());
    tasks.remove().run();

    assertThat(reads).hasValue(0);
  }

  private void removeCounter(String name) {
    SimpleCounter counter =
        new SimpleCounter() {
          @Override
          public long getCount() {
            return reads.incrementAndGet();
          }
        };
    index.add(counter, name, OURS);
    index.remove(counter, name, OURS);
  }

  private long nanoTime() {
    failIf(clockFailures);
    return System.nanoTime();
  }

  private void execute(Runnable task) {
    failIf(executorFailures);
    tasks.add(task);
  }

  private static void failIf(AtomicInteger failures) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new OutOfMemoryError("made to fail");
    }
  }

  private static MetricIndex index(LastValues lastValues) {
    Adjustments adjustments = new Adjustments();
    LabelRules labelRules =
        new LabelRules(
            Set.of(), /* filterValues= */ false, new LabelLimits(1_000, 24), adjustments);
    Naming naming = new Naming(labelRules, Catalogue.load(), FamilyRules.DEFAULT, adjustments);
    return new MetricIndex(
        naming, new Budget(1_000, 1_000), new Drops(), System::nanoTime, lastValues::add);
  }
}
