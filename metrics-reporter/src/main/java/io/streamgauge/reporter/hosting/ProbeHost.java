package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.naming.Catalogue;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.BatchSource;
import io.streamgauge.reporter.probe.LiveMetrics;
import io.streamgauge.reporter.probe.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
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

  private final ProbeStatus.Families families;
  private final LiveMetrics metrics;
  private final BatchBoard board;
  private final HostTimer timer;
  private final List<ProbeRunner> runners = new ArrayList<>();
  private final List<ProbeClasses> classes = new ArrayList<>();
  private final List<String> problems;
  private final RoleWatch roleWatch = new RoleWatch(this::updateRoles);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<Role> wantedRoles = EnumSet.noneOf(Role.class);
  private final Set<Role> fixedRoles = EnumSet.noneOf(Role.class);

  ProbeHost(
      ProbeCatalog catalog,
      Map<String, Map<String, String>> settings,
      Surroundings surroundings,
      Set<Role> fixedRoles) {
    this.families = new ProbeStatus.Families(surroundings.catalogue);
    this.metrics = surroundings.metrics;
    this.board = surroundings.board;
    this.timer = surroundings.timer;
    this.fixedRoles.addAll(fixedRoles);
    List<String> found = new ArrayList<>(catalog.problems());
    for (ProbeDeclaration declaration : catalog.declarations()) {
      ProbeSettings probeSettings = ProbeSettings.of(declaration, settings, found);
      if (probeSettings.enabled()) {
        add(declaration, probeSettings, catalog.loader(), surroundings);
      }
    }
    this.problems = List.copyOf(found);
    if (!runners.isEmpty()) {
      follow();
    }
  }

  private void add(
      ProbeDeclaration declaration,
      ProbeSettings settings,
      ClassLoader loader,
      Surroundings surroundings) {
    wantedRoles.addAll(declaration.roles());
    ProbeClasses ofProbe = new ProbeClasses(declaration, loader);
    HostedProbe hosted = new HostedProbe(declaration, settings, ofProbe);
    classes.add(ofProbe);
    runners.add(new ProbeRunner(hosted, surroundings, this::showStatus));
  }

  private void follow() {
    timer.execute(
        () -> {
          roleWatch.follow(metrics, wantedRoles, timer::execute);
          updateRoles();
        });
  }

  /**
   * Runs probes inside Flink: on a TaskManager, and on a JobManager while it leads.
   *
   * @param catalogue has the families that the host and the probes publish
   * @param settings keys without the prefix and their values, by the prefix of the probe
   * @param metrics of this process
   * @param labeling applied to each batch of a probe before it is published
   * @param ticker nanoseconds that only go forward
   */
  public static ProbeHost inFlink(
      Catalogue catalogue,
      ProbeCatalog catalog,
      Map<String, Map<String, String>> settings,
      LiveMetrics metrics,
      UnaryOperator<Batch> labeling,
      Clock clock,
      LongSupplier ticker) {
    return start(
        catalogue, catalog, settings, metrics, labeling, clock, ticker, EnumSet.noneOf(Role.class));
  }

  /** Runs probes in a process of their own. */
  public static ProbeHost standalone(
      Catalogue catalogue,
      ProbeCatalog catalog,
      Map<String, Map<String, String>> settings,
      UnaryOperator<Batch> labeling,
      Clock clock,
      LongSupplier ticker) {
    return start(
        catalogue,
        catalog,
        settings,
        LiveMetrics.NONE,
        labeling,
        clock,
        ticker,
        EnumSet.of(Role.STANDALONE));
  }

  private static ProbeHost start(
      Catalogue catalogue,
      ProbeCatalog catalog,
      Map<String, Map<String, String>> settings,
      LiveMetrics metrics,
      UnaryOperator<Batch> labeling,
      Clock clock,
      LongSupplier ticker,
      Set<Role> fixedRoles) {
    BatchBoard board = new BatchBoard(ticker);
    HostTimer timer = new HostThread(ProbeHost.class.getClassLoader());
    return new ProbeHost(
        catalog,
        settings,
        new Surroundings(catalogue, metrics, board, labeling, timer, clock, ticker),
        fixedRoles);
  }

  /** What the probes publish, and how they fare. */
  public BatchSource batches() {
    return board;
  }

  /** What is declared or configured wrongly and was set aside, one sentence each. */
  public List<String> problems() {
    return problems;
  }

  private void updateRoles() {
    Set<Role> roles = roleWatch.roles();
    roles.addAll(fixedRoles);
    runners.forEach(runner -> runner.update(roles));
  }

  private void showStatus() {
    Map<String, String> process = metrics.processLabels();
    Batch.Builder batch = Batch.builder();
    for (ProbeRunner runner : runners) {
      if (runner.isActive()) {
        runner.status().addTo(batch, families, process);
      }
    }
    board.publish(OWN, "", batch.build(), FOR_EVER);
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
