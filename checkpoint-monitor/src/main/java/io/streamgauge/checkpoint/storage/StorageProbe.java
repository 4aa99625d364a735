package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.metadata.MetadataReader;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.time.Pause;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the last checkpoint of each job, those first that were looked at longest ago, then
 * lists the jobs' folders.
 *
 * <p>A checkpoint that is not whole is looked at again after a while, for Flink may have replaced
 * it meanwhile and deleted it; only what stays missing is told.
 */
final class StorageProbe implements Probe {

  /* Everything runs on the probe's own thread. */

  /** How often a checkpoint that is not whole is looked at again in one poll. */
  private static final int FURTHER_LOOKS = 3;

  /** What a whole bucket or file system has, so that its other jobs need not be looked at. */
  private static final Set<ProbeError> OF_THE_PLACE =
      EnumSet.of(
          ProbeError.LOAD,
          ProbeError.CONFIGURATION,
          ProbeError.UNREACHABLE,
          ProbeError.UNAVAILABLE,
          ProbeError.THROTTLED,
          ProbeError.AUTHENTICATION,
          ProbeError.NOT_FOUND);

  /** What Flink's whole API has, so that it need not be asked for the other jobs. */
  private static final Set<ProbeError> OF_THE_API =
      EnumSet.of(ProbeError.UNREACHABLE, ProbeError.CONFIGURATION);

  private final ProbeContext context;
  private final StorageSettings settings;
  private final JobCheckpoints checkpoints;
  private final Stores stores;
  private final RequestMeter requests;
  private final MetadataReader reader;
  private final Pause pause;
  private final Map<String, CheckpointWatch> jobs = new LinkedHashMap<>();

  /** Where listing is not permitted and that was told. */
  private final Set<String> unlisted = new HashSet<>();

  /** Places with a failure in this poll. */
  private final Set<String> troubled = new HashSet<>();

  StorageProbe(
      ProbeContext context,
      StorageSettings settings,
      JobCheckpoints checkpoints,
      Stores stores,
      RequestMeter requests,
      MetadataReader reader,
      Pause pause) {
    this.context = context;
    this.settings = settings;
    this.checkpoints = checkpoints;
    this.stores = stores;
    this.requests = requests;
    this.reader = reader;
    this.pause = pause;
  }

  @Override
  public void poll() throws ProbeException, InterruptedException {
    // What is left is for requests that are under way, and for what is published.
    Budget budget = new Budget(context.ticker(), context.timeout().multipliedBy(3).dividedBy(4));
    troubled.clear();
    try {
      update(checkpoints.running());
      lookForAll(budget);
      listAll(budget);
    } finally {
      publish();
    }
  }

  private void update(List<MonitoredJob> running) {
    Set<String> ids = new HashSet<>();
    for (MonitoredJob each : running) {
      ids.add(each.id());
      jobs.computeIfAbsent(
          each.id(),
          id -> new CheckpointWatch(each, settings, reader, context.clock(), context.ticker()));
    }
    jobs.keySet().retainAll(ids);
    if (jobs.isEmpty()) {
      context.reportIdle();
    }
  }

  private void lookForAll(Budget budget) throws ProbeException, InterruptedException {
    long begin = context.ticker().getAsLong();
    Collection<CheckpointWatch> unsettled =
        look(longestAgoFirst(), budget, begin, /* isFirst= */ true);
    for (int i = 0; i < FURTHER_LOOKS && !unsettled.isEmpty(); i++) {
      if (!allowsFurtherLook(budget)) {
        return;
      }
      // Each a little longer, so as to meet frequent checkpoints at another time of their interval.
      pause.await(settings.confirmAfter().multipliedBy(32 + i).dividedBy(32));
      unsettled = look(unsettled, budget, begin, /* isFirst= */ false);
    }
  }

  private boolean allowsFurtherLook(Budget budget) {
    return budget.allows(settings.confirmAfter().multipliedBy(2));
  }

  private List<CheckpointWatch> longestAgoFirst() {
    List<CheckpointWatch> order = new ArrayList<>(jobs.values());
    order.sort((one, other) -> one.isBefore(other) ? -1 : other.isBefore(one) ? 1 : 0);
    return order;
  }

  /** Looks at each, and returns those that are to be looked at again. */
  private List<CheckpointWatch> look(
      Collection<CheckpointWatch> due, Budget budget, long begin, boolean isFirst)
      throws ProbeException, InterruptedException {
    List<CheckpointWatch> unsettled = new ArrayList<>();
    for (CheckpointWatch each : due) {
      if (budget.isSpent()) {
        context.report(
            ProbeError.LIMIT,
            "Looking for the checkpoints of all jobs takes more time than a poll has; the others"
                + " follow in the next");
        break;
      }
      if (!look(each, budget, begin, isFirst)) {
        unsettled.add(each);
      }
    }
    return unsettled;
  }

  private boolean look(CheckpointWatch job, Budget budget, long begin, boolean isFirst)
      throws ProbeException, InterruptedException {
    try {
      Optional<CheckpointFolder> folder = ask(job);
      return folder.isEmpty()
          || troubled.contains(folder.get().place())
          || lookForFiles(job, budget, begin, isFirst);
    } catch (RuntimeException e) {
      reportUnexpected(job, e);
      return true;
    }
  }

  /** Nothing also if there is no answer for this job. */
  private Optional<CheckpointFolder> ask(CheckpointWatch job)
      throws ProbeException, InterruptedException {
    try {
      return job.ask(checkpoints);
    } catch (ProbeException e) {
      if (OF_THE_API.contains(e.reason())) {
        throw e;
      }
      context.report(e.reason(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean lookForFiles(CheckpointWatch job, Budget budget, long begin, boolean isFirst)
      throws InterruptedException {
    try {
      job.look(stores, budget, begin);
      if (isFirst) {
        job.requireProgress();
      }
      return job.conclude();
    } catch (ProbeException e) {
      // Also a checkpoint that is deleted while it is read cannot be understood.
      if (isFirst && e.reason() == ProbeError.INVALID_RESPONSE && allowsFurtherLook(budget)) {
        return false;
      }
      report(job.place(), e);
      return true;
    }
  }

  private void listAll(Budget budget) throws InterruptedException {
    for (CheckpointWatch each : jobs.values()) {
      CheckpointFolder folder = each.listingDue().orElse(null);
      if (folder != null && !troubled.contains(folder.place()) && !budget.isSpent()) {
        list(each, folder, budget);
      }
    }
  }

  private void list(CheckpointWatch job, CheckpointFolder folder, Budget budget)
      throws InterruptedException {
    try {
      job.list(stores.of(folder.scheme()), folder, budget);
      unlisted.remove(folder.place());
    } catch (ProbeException e) {
      if (e.reason() != ProbeError.AUTHORIZATION) {
        report(folder.place(), e);
        return;
      }
      job.listingRefused();
      if (unlisted.add(folder.place())) {
        context.report(e.reason(), e.getMessage() + "; numbers and sizes of files are not known");
      }
    } catch (RuntimeException e) {
      reportUnexpected(job, e);
    }
  }

  private void report(String place, ProbeException failure) {
    context.report(failure.reason(), String.valueOf(failure.getMessage()));
    if (OF_THE_PLACE.contains(failure.reason())) {
      troubled.add(place);
    }
  }

  /** The text of such a failure may hold anything. */
  private void reportUnexpected(CheckpointWatch job, RuntimeException failure) {
    context.report(
        ProbeError.INTERNAL,
        "The checkpoint of job "
            + job.job().name()
            + " cannot be looked at: "
            + failure.getClass().getName());
  }

  private void publish() {
    Batch.Builder batch = context.batch();
    SeriesWriter series = new SeriesWriter(batch, context::family, context.processLabels());
    requests.addTo(series);
    Duration validity = context.interval().multipliedBy(3).plus(context.timeout());
    for (CheckpointWatch each : jobs.values()) {
      each.addTo(
          series.with("job_id", each.job().id()).with("job_name", each.job().name()), validity);
    }
    context.publish(batch.build());
  }

  @Override
  public void stop() throws IOException {
    stores.close();
    reader.close();
  }
}
