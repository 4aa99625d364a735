package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.event.LifeEvent;
import io.streamgauge.checkpoint.event.LifeEvents;
import io.streamgauge.checkpoint.failure.Origins;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.JobOverview;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks at all jobs of the JobManager: at each poll, and at once when Flink registers or removes a
 * job's metrics, so that what happens at the ends of a job's life is not missed.
 */
final class CheckpointProbe implements Probe {

  /* Everything runs on the probe's own thread. */

  private final ProbeContext context;
  private final FlinkRest rest;
  private final RequestMeter requests;
  private final LifeEvents events;
  private final RestartCounts restarts = new RestartCounts(this::cameOrWent);
  private final JobBook jobs;
  private final Instant tellsSince;

  /** Jobs that have come or gone and were not looked at since. */
  private final Set<String> changed = new LinkedHashSet<>();

  CheckpointProbe(ProbeContext context, FlinkRest rest, RequestMeter requests, LifeEvents events) {
    this.context = context;
    this.rest = rest;
    this.requests = requests;
    this.events = events;
    Origins origins = Origins.load();
    this.jobs = new JobBook(context.clock(), job -> new JobWatch(job, origins));
    // What is older was told before, when this probe started anew in the same process.
    this.tellsSince = context.clock().instant().minus(context.interval());
  }

  /** Hears of jobs that come and go. */
  void follow() {
    context.watch(RestartCounts.SELECTOR, restarts);
  }

  /** Of several that come together only the first makes a look due. */
  private void cameOrWent(String job) {
    if (changed.isEmpty()) {
      context.executor().execute(this::lookAtChanged);
    }
    changed.add(job);
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
    }
  }

  @Override
  public void poll() throws ProbeException, InterruptedException {
    look(jobs::due);
  }

  private void look(Supplier<List<JobWatch>> due) throws ProbeException, InterruptedException {
    jobs.update(rest.jobs());
    List<LifeEvent> seen = new ArrayList<>();
    try {
      lookAt(due.get(), seen::add);
    } finally {
      tell(seen);
      publish();
    }
  }

  private void lookAt(List<JobWatch> due, Consumer<LifeEvent> seen)
      throws ProbeException, InterruptedException {
    long limit = context.timeout().dividedBy(2).toNanos();
    long begin = context.ticker().getAsLong();
    BooleanSupplier mayGoOn = () -> context.ticker().getAsLong() - begin <= limit;
    for (JobWatch each : due) {
      if (!mayGoOn.getAsBoolean()) {
        context.report(
            ProbeError.LIMIT, "The jobs are too many for one poll; the others follow in the next");
        return;
      }
      lookAt(each, new JobWatch.Look(rest, context.clock().millis(), mayGoOn, seen));
    }
  }

  /** A job about which Flink does not answer leaves the others alone. */
  private void lookAt(JobWatch job, JobWatch.Look look) throws InterruptedException {
    try {
      job.look(look, restarts.of(job.id()));
    } catch (ProbeException e) {
      context.report(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private void tell(List<LifeEvent> seen) {
    seen.sort(Comparator.comparing(LifeEvent::time));
    for (LifeEvent each : seen) {
      if (!each.time().isBefore(tellsSince)) {
        events.emit(each);
      }
    }
    events.flush();
  }

  private void publish() {
    Batch.Builder batch = Batch.builder();
    Map<String, String> process = context.processLabels();
    requests.addTo(new SeriesWriter(batch, context::family, process));
    long since = context.clock().millis() - validity().toMillis();
    for (JobWatch each : jobs.all()) {
      each.addTo(new SeriesWriter(batch, context::family, ofJob(process, each.overview())), since);
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
