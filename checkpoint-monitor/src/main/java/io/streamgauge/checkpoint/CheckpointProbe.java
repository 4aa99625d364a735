package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.event.LifeEvent;
import io.streamgauge.checkpoint.event.LifeEvents;
import io.streamgauge.checkpoint.failure.Origins;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.JobOverview;
import io.streamgauge.checkpoint.series.SeriesWriter;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
  private final RestartCounts restarts = new RestartCounts(this::jobCameOrWent);
  private final JobBook jobs;
  private final Instant tellsSince;
  private boolean lookIsDue;

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
  private void jobCameOrWent() {
    if (!lookIsDue) {
      lookIsDue = true;
      context.executor().execute(this::lookBetweenPolls);
    }
  }

  private void lookBetweenPolls() {
    if (lookIsDue) {
      try {
        poll();
      } catch (ProbeException e) {
        context.report(e.reason(), String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void poll() throws ProbeException, InterruptedException {
    lookIsDue = false;
    List<LifeEvent> seen = new ArrayList<>();
    try {
      look(seen);
    } finally {
      tell(seen);
    }
    publish();
  }

  private void look(List<LifeEvent> seen) throws ProbeException, InterruptedException {
    jobs.update(rest.jobs());
    long limit = context.timeout().dividedBy(2).toNanos();
    long begin = context.ticker().getAsLong();
    for (JobWatch each : jobs.due()) {
      if (context.ticker().getAsLong() - begin > limit) {
        context.report(
            ProbeError.LIMIT, "The jobs are too many for one poll; the others follow in the next");
        return;
      }
      each.look(rest, restarts.of(each.id()), context.clock().millis(), seen::add);
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
    for (JobWatch each : jobs.all()) {
      each.addTo(new SeriesWriter(batch, context::family, ofJob(process, each.overview())));
    }
    context.publish(batch.build());
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
