package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.internal.hosting.BatchSource;
import io.streamgauge.reporter.internal.hosting.Labeling;
import io.streamgauge.reporter.internal.hosting.LiveMetrics;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeCatalog;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeDeclaration;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeSettings;
import io.streamgauge.reporter.internal.hosting.loading.ProbeClasses;
import io.streamgauge.reporter.internal.hosting.publishing.ProbeStatus;
import io.streamgauge.reporter.internal.hosting.publishing.PublishedBatches;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.settings.MetricFilter;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the probes of a process.
 *
 * <p>Without a probe that is enabled it has no thread. No method throws, and none but the close
 * waits.
 */
public final class ProbeHost implements AutoCloseable {

  /* Concurrency: the runners and the role watch are used on the timer's thread alone. */

  private static final Logger LOG = LoggerFactory.getLogger(ProbeHost.class);

  /** Less than the five seconds in which the reporter is to be closed. */
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(4_500);

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** Under no probe's name, and before them all. */
  private static final String OWN = "";

  /** The interval of checks for lost steps; the first check ends the wait for labels. */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

  private final ProbeStatus.Families families;
  private final LiveMetrics metrics;
  private final PublishedBatches batches;
  private final HostTimer timer;
  private final List<ProbeStatus> statuses = new ArrayList<>();
  private final List<ProbeRunner> runners = new ArrayList<>();
  private final List<ProbeClasses> classes = new ArrayList<>();
  private final List<String> problems;
  private final RoleWatch roleWatch = new RoleWatch(this::updateRoles);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<Role> wantedRoles = EnumSet.noneOf(Role.class);
  private final ProcessKind process;
  private final MetricFilter filter;
  private final List<String> blocked = new ArrayList<>();

  /**
   * Whether the process may still get its labels, which come with its first metric: series without
   * them would be other series. Used on the timer's thread only.
   */
  private boolean awaitsLabels;

  ProbeHost(
      ProbeCatalog catalog,
      Map<String, Map<String, String>> settings,
      MetricFilter filter,
      HostEnvironment environment,
      ProcessKind process) {
    this.families = new ProbeStatus.Families(environment.catalogue);
    this.metrics = environment.metrics;
    this.batches = environment.batches;
    this.timer = environment.timer;
    this.filter = filter;
    this.process = process;
    this.awaitsLabels = process != ProcessKind.STANDALONE;
    List<String> found = new ArrayList<>(catalog.problems());
    for (ProbeDeclaration declaration : catalog.declarations()) {
      ProbeSettings probeSettings = ProbeSettings.of(declaration, settings, found);
      Set<Role> roles = process.possible();
      roles.retainAll(declaration.roles());
      if (probeSettings.enabled() && !roles.isEmpty()) {
        add(declaration, roles, probeSettings, catalog.loader(), environment);
      }
    }
    this.problems = List.copyOf(found);
    if (!statuses.isEmpty()) {
      follow();
    }
  }

  private void add(
      ProbeDeclaration declaration,
      Set<Role> roles,
      ProbeSettings settings,
      ClassLoader loader,
      HostEnvironment environment) {
    ProbeClasses ofProbe =
        new ProbeClasses(declaration.name(), declaration.location(), loader, environment.ticker);
    HostedProbe hosted = new HostedProbe(declaration, settings, ofProbe, environment);
    statuses.add(hosted.status);
    List<String> refusals = declaration.blockedBy(filter, roles);
    if (refusals.isEmpty()) {
      wantedRoles.addAll(roles);
      classes.add(ofProbe);
      runners.add(new ProbeRunner(hosted, environment, this::showStatus));
    } else {
      blocked.addAll(refusals);
      hosted.status.count(ProbeError.FILTERED);
      hosted.status.blockedByFilter();
    }
  }

  private void follow() {
    timer.execute(
        () -> {
          showStatus();
          wantedRoles.removeAll(process.fixed());
          roleWatch.follow(metrics, wantedRoles, timer::execute);
          updateRoles();
        });
    timer.repeat(CHECK_INTERVAL, this::check);
  }

  private void check() {
    awaitsLabels = false;
    showStatus();
    runners.forEach(ProbeRunner::recover);
  }

  /**
   * Runs probes inside Flink: on a TaskManager, and on a JobManager while it leads.
   *
   * @param process the kind of this process, as far as it is known
   * @param catalogue has the families that the host and the probes publish
   * @param settings keys without the prefix and their values, by the prefix of the probe
   * @param filter the filter that Flink applies to the metrics
   * @param metrics of this process
   * @param labeling applied to each batch of a probe before it is published
   * @param ticker nanoseconds that only go forward
   */
  public static ProbeHost inFlink(
      ProcessKind process,
      Catalogue catalogue,
      ProbeCatalog catalog,
      Map<String, Map<String, String>> settings,
      MetricFilter filter,
      LiveMetrics metrics,
      Labeling labeling,
      Clock clock,
      LongSupplier ticker) {
    return start(process, catalogue, catalog, settings, filter, metrics, labeling, clock, ticker);
  }

  /** Runs probes in a process of their own. */
  public static ProbeHost standalone(
      Catalogue catalogue,
      ProbeCatalog catalog,
      Map<String, Map<String, String>> settings,
      Labeling labeling,
      Clock clock,
      LongSupplier ticker) {
    return start(
        ProcessKind.STANDALONE,
        catalogue,
        catalog,
        settings,
        MetricFilter.of(Map.of()),
        LiveMetrics.NONE,
        labeling,
        clock,
        ticker);
  }

  private static ProbeHost start(
      ProcessKind process,
      Catalogue catalogue,
      ProbeCatalog catalog,
      Map<String, Map<String, String>> settings,
      MetricFilter filter,
      LiveMetrics metrics,
      Labeling labeling,
      Clock clock,
      LongSupplier ticker) {
    PublishedBatches batches = new PublishedBatches(ticker);
    HostTimer timer = new HostThread(ProbeHost.class.getClassLoader());
    return new ProbeHost(
        catalog,
        settings,
        filter,
        new HostEnvironment(catalogue, metrics, batches, labeling, timer, clock, ticker),
        process);
  }

  /** Returns the batches of the probes, and the status of each. */
  public BatchSource batches() {
    return batches;
  }

  /** What is declared or configured wrongly and was set aside, one sentence each. */
  public List<String> problems() {
    return problems;
  }

  /** Probes that do not run because a filter removes what they require, one sentence each. */
  public List<String> blocked() {
    return Collections.unmodifiableList(blocked);
  }

  private void updateRoles() {
    Set<Role> roles = roleWatch.roles();
    roles.addAll(process.fixed());
    runners.forEach(runner -> runner.update(roles));
  }

  private void showStatus() {
    Map<String, String> labels = metrics.processLabels();
    if (awaitsLabels && labels.isEmpty()) {
      return;
    }
    Batch.Builder batch = Batch.builder();
    statuses.forEach(status -> status.addTo(batch, families, labels));
    batches.publish(OWN, "", batch.build(), FOR_EVER);
  }

  /** Stops the probes and gives up those that do not stop; ends within five seconds. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && !runners.isEmpty()) {
      timer.execute(this::stopAll);
      awaitStopped();
      classes.forEach(ProbeClasses::close);
    }
    timer.close();
  }

  private void stopAll() {
    roleWatch.close();
    CountDownLatch running = new CountDownLatch(runners.size());
    for (ProbeRunner runner : runners) {
      runner.close(
          () -> {
            running.countDown();
            if (running.getCount() == 0) {
              stopped.countDown();
            }
          });
    }
  }

  private void awaitStopped() {
    try {
      if (!stopped.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Not all probes have stopped in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
