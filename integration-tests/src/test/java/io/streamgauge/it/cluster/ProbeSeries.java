package io.streamgauge.it.cluster;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.limits.WaitLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What a process says at one moment about the probe {@code checkpoint} and about jobs. */
record ProbeSeries(Exposition exposition) {
  private static final String PROBE = "checkpoint";

  /** Reads a process that serves, or will do so within moments. */
  static ProbeSeries of(FlinkProcess process) {
    return new ProbeSeries(
        Exposition.scrape(
            Await.value(
                "the line 'Streamgauge serves' in " + process.log(),
                Duration.ofMinutes(1),
                process::metricsAddress)));
  }

  /** Reads a process again and again until the probe is up or down, and returns what it says. */
  static ProbeSeries await(FlinkProcess process, int up) {
    return Await.value(
        "probe_up to be " + up + " in " + process + ", log " + process.log(),
        WaitLimit.LIMIT,
        () -> Optional.of(of(process)).filter(each -> each.isUp(up)));
  }

  private boolean isUp(int up) {
    return up().isPresent() && up().getAsDouble() == up;
  }

  /** Empty where the probe does not run. */
  OptionalDouble up() {
    return exposition.samples("streamgauge_probe_up").stream()
        .filter(each -> each.label("probe").equals(PROBE))
        .mapToDouble(Exposition.Sample::number)
        .findAny();
  }

  /** Why it failed so far, and how often. */
  Map<String, Double> errors() {
    Map<String, Double> errors = new TreeMap<>();
    for (Exposition.Sample each : exposition.samples("streamgauge_probe_errors_total")) {
      if (each.label("probe").equals(PROBE) && each.number() > 0) {
        errors.put(each.label("reason"), each.number());
      }
    }
    return errors;
  }

  /** The codes of the answers that it got, and how many of each. */
  Map<String, Double> requests() {
    Map<String, Double> requests = new TreeMap<>();
    for (Exposition.Sample each :
        exposition.samples("streamgauge_checkpoint_probe_requests_total")) {
      requests.merge(each.label("code"), each.number(), Double::sum);
    }
    return requests;
  }

  /** The state that a job is in, as the series that is 1 says; empty if none is. */
  List<String> states(String job) {
    return ofJob("streamgauge_job_state", job).stream()
        .filter(each -> each.number() == 1)
        .map(each -> each.label("state"))
        .toList();
  }

  /** The samples of a job with a name. */
  List<Exposition.Sample> ofJob(String name, String job) {
    return exposition.samples(name).stream()
        .filter(each -> each.label("job_id").equals(job))
        .toList();
  }
}
