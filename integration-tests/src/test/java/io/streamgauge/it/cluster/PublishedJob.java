package io.streamgauge.it.cluster;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.Exposition.Sample;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.limits.WaitLimit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a JobManager publishes of a job at this moment. */
final class PublishedJob {

  private final Exposition exposition;
  private final String job;

  private PublishedJob(Exposition exposition, String job) {
    this.exposition = exposition;
    this.job = job;
  }

  static PublishedJob of(FlinkCluster cluster, String job) {
    return new PublishedJob(
        Exposition.scrape(cluster.jobManager().metricsAddress().orElseThrow()), job);
  }

  /** Waits until something is published. */
  static PublishedJob await(
      String what, FlinkCluster cluster, String job, Predicate<PublishedJob> condition) {
    Await.until(
        what + " of job " + job + ", logs in " + cluster.directory(),
        WaitLimit.LIMIT,
        () -> condition.test(of(cluster, job)));
    return of(cluster, job);
  }

  /** How many checkpoints and savepoints ended how, as {@code checkpoint declined}. */
  Map<String, Long> outcomes() {
    Map<String, Long> outcomes = new TreeMap<>();
    samples("streamgauge_checkpoints_total")
        .filter(each -> each.label("outcome").equals("completed"))
        .forEach(each -> put(outcomes, each.label("kind") + " completed", each));
    samples("streamgauge_checkpoint_failures_total")
        .forEach(each -> put(outcomes, each.label("kind") + ' ' + each.label("reason"), each));
    return outcomes;
  }

  private static void put(Map<String, Long> counts, String key, Sample sample) {
    if (sample.number() > 0) {
      counts.put(key, (long) sample.number());
    }
  }

  /** How often the job failed for which reason, as {@code java.io.IOException user}. */
  Map<String, Long> exceptions() {
    return by(
        "streamgauge_job_exceptions_total",
        each -> each.label("exception") + ' ' + each.label("origin"));
  }

  Map<String, Long> by(String family, Function<Sample, String> key) {
    return samples(family).collect(Collectors.toMap(key, each -> (long) each.number()));
  }

  long failures() {
    return exceptions().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The states that the job is said to be in. */
  Set<String> states() {
    return samples("streamgauge_job_state")
        .filter(each -> each.number() == 1)
        .map(each -> each.label("state"))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The value of the job's only series of a family. */
  double value(String family) {
    return samples(family).mapToDouble(Sample::number).reduce((a, b) -> Double.NaN).orElseThrow();
  }

  /** Whether the job has a series of a family. */
  boolean has(String family) {
    return samples(family).findAny().isPresent();
  }

  /** 1 if a probe's last run succeeded, 0 if not. */
  double up(String probe) {
    return exposition.samples("streamgauge_probe_up").stream()
        .filter(each -> each.label("probe").equals(probe))
        .mapToDouble(Sample::number)
        .findFirst()
        .orElseThrow();
  }

  /** All label values that are published, of whatever job. */
  Set<String> labelValues() {
    return exposition.samples().stream()
        .flatMap(each -> each.labels().values().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Stream<Sample> samples(String family) {
    return exposition.samples(family).stream().filter(each -> each.label("job_id").equals(job));
  }
}
