package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.event.LifeEvent;
import io.streamgauge.checkpoint.event.LifeEvents;
import io.streamgauge.checkpoint.failure.Origins;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.JobOverview;
import io.streamgauge.checkpoint.time.Moment;
import io.streamgauge.checkpoint.time.Pause;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Polls the state, the checkpoints and the failures of all jobs of the JobManager: at each poll,
 * and at once when Flink registers or removes a job's metrics, so that neither the begin nor the
 * end of a job is missed.
 */
final class CheckpointProbe implements Probe {

  /* Everything runs on the probe's own thread. */

  /** Flink registers a job's gauges one by one, and its REST API follows a moment later. */
  private static final Duration SETTLING = Duration.ofMillis(50);

  /** How often a job that is still initializing is looked at again before the next poll. */
  private static final int MAX_SETTLINGS = 40;

  private final ProbeContext context;
  private final FlinkRest rest;
  private final RequestMeter requests;
  private final LifeEvents events;
  private final Pause pause;
  private final JobGauges gauges;
  private final JobBook jobs;
  private final Moment started;
  private @Nullable Moment lastLook;

  /** Jobs that have come or gone and were not looked at since. */
  private final Set<String> changed = new LinkedHashSet<>();

  private int settlings;

  CheckpointProbe(
      ProbeContext context, FlinkRest rest, RequestMeter requests, LifeEvents events, Pause pause) {
    this.context = context;
    this.rest = rest;
    this.requests = requests;
    this.events = events;
    this.pause = pause;
    this.gauges = new JobGauges(context.clock(), this::cameOrWent);
    Origins origins = Origins.load();
    this.jobs = new JobBook(job -> new JobWatch(job, origins));
    this.started = now();
  }

  /** Follows the gauges of the jobs. */
  void follow() {
    gauges.follow(context);
  }

  private Moment now() {
    return Moment.now(context.clock(), context.ticker());
  }

  /** Of several that come together only the first makes a look due. */
  private void cameOrWent(String job) {
    settlings = 0;
    lookSoonAt(List.of(job));
  }

  private void lookSoonAt(Collection<String> ids) {
    if (changed.isEmpty() && !ids.isEmpty()) {
      context.executor().execute(this::settle);
    }
    changed.addAll(ids);
  }

  private void settle() {
    try {
      pause.await(SETTLING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    context.executor().execute(this::lookAtChanged);
  }

  private void lookAtChanged() {
    List<String> due = List.copyOf(changed);
    changed.clear();
    try {
      look(() -> due.stream().flatMap(id -> jobs.due(id).stream()).collect(Collectors.toList()));
    } catch (ProbeException e) {
      context.report(e.reason(), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (settlings++ < MAX_SETTLINGS) {
      lookSoonAt(stillInitializing(due));
    }
  }

  /** Flink has registered their gauges, so that the REST API is only moments behind. */
  private List<String> stillInitializing(List<String> ids) {
    return ids.stream()
        .filter(gauges::isHere)
        .filter(id -> jobs.due(id).filter(JobWatch::isInitializing).isPresent())
        .collect(Collectors.toList());
  }

  @Override
  public void poll() throws ProbeException, InterruptedException {
    look(jobs::due);
  }

  private void look(Supplier<List<JobWatch>> due) throws ProbeException, InterruptedException {
    boolean wasSuspended = wasSuspended();
    lastLook = now();
    if (wasSuspended) {
      // Another JobManager may lead meanwhile, and Flink learns it only now: wait for that.
      context.publish(Batch.builder().build());
      return;
    }
    List<JobOverview> listed = rest.jobs();
    if (listed.isEmpty()) {
      context.reportIdle();
    }
    jobs.update(listed, now());
    gauges.retain(listed.stream().map(JobOverview::id).collect(Collectors.toSet()));
    List<LifeEvent> seen = new ArrayList<>();
    try {
      lookAt(due.get(), seen::add);
    } finally {
      if (!context.isStopped()) {
        emit(seen);
        publish();
      }
      lastLook = now();
    }
  }

  /** Whether no poll was made for so long that the whole process must have stood still. */
  private boolean wasSuspended() {
    Duration most = context.interval().multipliedBy(2).plus(context.timeout());
    return lastLook != null && now().since(lastLook).compareTo(most) > 0;
  }

  private void lookAt(List<JobWatch> due, Consumer<LifeEvent> seen)
      throws ProbeException, InterruptedException {
    long limit = context.timeout().dividedBy(2).toNanos();
    long begin = context.ticker().getAsLong();
    BooleanSupplier mayGoOn = () -> context.ticker().getAsLong() - begin <= limit;
    for (JobWatch each : due) {
      if (context.isStopped()) {
        return;
      }
      if (!mayGoOn.getAsBoolean()) {
        context.report(
            ProbeError.LIMIT, "The jobs are too many for one poll; the others follow in the next");
        return;
      }
      Moment moment = now();
      Instant tellingSince = moment.minus(moment.since(started).plus(context.interval()));
      lookAt(each, new JobWatch.Look(rest, gauges, moment, tellingSince, mayGoOn, seen));
    }
  }

  /** A job that cannot be queried does not affect the others. */
  private void lookAt(JobWatch job, JobWatch.Look look) throws InterruptedException {
    try {
      job.look(look);
    } catch (ProbeException e) {
      context.report(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private void emit(List<LifeEvent> seen) {
    seen.sort(Comparator.comparing(LifeEvent::time));
    seen.forEach(events::emit);
    events.flush();
  }

  private void publish() {
    if (jobs.isOverLimit()) {
      context.report(
          ProbeError.LIMIT,
          "More than "
              + JobBook.MAX_IN_DETAIL
              + " jobs run; of the others only state, failures and last checkpoint are published,"
              + " and nothing beyond "
              + JobBook.MAX_JOBS);
    }
    Batch.Builder batch = Batch.builder();
    Map<String, String> process = context.processLabels();
    requests.addTo(new SeriesWriter(batch, context::family, process));
    Moment now = now();
    Set<JobWatch> inDetail = jobs.inDetail(now);
    for (JobWatch each : jobs.all()) {
      SeriesWriter series =
          new SeriesWriter(batch, context::family, ofJob(process, each.overview()));
      each.addTo(series, now, validity(), inDetail.contains(each));
    }
    context.publish(batch.build());
  }

  /** Three missed intervals, as of whole batches. */
  private Duration validity() {
    return context.interval().multipliedBy(3).plus(context.timeout());
  }

  private static Map<String, String> ofJob(Map<String, String> process, JobOverview job) {
    Map<String, String> labels = new TreeMap<>(process);
    labels.put("job_id", job.id());
    labels.put("job_name", job.name());
    return labels;
  }

  @Override
  public void stop() {
    events.close();
  }
}
