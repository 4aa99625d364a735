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
import java.util.Comparator;
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

  private final ProbeContext context;
  private final FlinkRest rest;
  private final RequestMeter requests;
  private final LifeEvents events;
  private final EarlyPolls early;
  private final JobGauges gauges;
  private final JobBook jobs;
  private final Moment started;
  private @Nullable Moment lastLook;

  CheckpointProbe(
      ProbeContext context, FlinkRest rest, RequestMeter requests, LifeEvents events, Pause pause) {
    this.context = context;
    this.rest = rest;
    this.requests = requests;
    this.events = events;
    this.early = new EarlyPolls(context, pause, this::pollEarly);
    this.gauges = new JobGauges(context.clock(), early::add);
    Origins origins = Origins.load();
    this.jobs = new JobBook(context.interval(), job -> new JobWatch(job, origins));
    this.started = now();
  }

  /** Follows the gauges of the jobs. */
  void follow() {
    gauges.follow(context);
  }

  private Moment now() {
    return Moment.now(context.clock(), context.ticker());
  }

  private void pollEarly() {
    Map<String, Integer> changed = early.take();
    try {
      look(
          () ->
              changed.keySet().stream()
                  .flatMap(id -> jobs.due(id).stream())
                  .collect(Collectors.toList()));
    } catch (ProbeException e) {
      context.report(e.reason(), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    early.repeat(changed, this::isStarting);
  }

  /** Flink has registered the job's gauges, so that the REST API is only moments behind. */
  private boolean isStarting(String id) {
    return gauges.isHere(id) && jobs.due(id).filter(JobWatch::isStarting).isPresent();
  }

  @Override
  public void poll() throws ProbeException, InterruptedException {
    Map<String, Integer> changed = early.take();
    look(jobs::due);
    early.repeat(changed, this::isStarting);
  }

  private void look(Supplier<List<JobWatch>> due) throws ProbeException, InterruptedException {
    Moment before = lastLook;
    lastLook = now();
    if (before != null && isDoubtful(lastLook.since(before))) {
      // Another JobManager may lead meanwhile, and Flink learns it only now: wait for that.
      context.publish(context.batch().build());
      context.report(
          ProbeError.TIMEOUT,
          "No poll succeeded for more than "
              + maxGap().toSeconds()
              + " s; the next one verifies that this JobManager still leads");
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

  /** Whether the process was perhaps suspended between two polls. */
  private boolean isDoubtful(Duration gap) {
    return gap.compareTo(maxGap()) > 0;
  }

  private Duration maxGap() {
    return context.interval().multipliedBy(2).plus(context.timeout());
  }

  private void lookAt(List<JobWatch> due, Consumer<LifeEvent> seen)
      throws ProbeException, InterruptedException {
    long limit = context.timeout().dividedBy(2).toNanos();
    long begin = context.ticker().getAsLong();
    BooleanSupplier mayGoOn = () -> context.ticker().getAsLong() - begin <= limit;
    FlinkRest limited = rest.within(mayGoOn);
    for (JobWatch each : due) {
      if (context.isStopped()) {
        return;
      }
      if (!mayGoOn.getAsBoolean()) {
        context.report(ProbeError.LIMIT, FlinkRest.NO_TIME);
        return;
      }
      Moment moment = now();
      Instant tellingSince = moment.minus(moment.since(started).plus(context.interval()));
      lookAt(each, new JobWatch.Look(limited, gauges, moment, tellingSince, mayGoOn, seen));
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
    Batch.Builder batch = context.batch();
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
