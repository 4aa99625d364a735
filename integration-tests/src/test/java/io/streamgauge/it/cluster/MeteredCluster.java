package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.it.cluster.job.MeteredJob;
import io.streamgauge.limits.WaitLimit;
import java.net.URI;
import java.util.Map;

/** A cluster of two processes that runs {@link MeteredJob} with a parallelism of 2. */
public final class MeteredCluster {
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

  private MeteredCluster() {}

  /**
   * Checks that every process serves the metrics of Flink and of the job, and that the logs hold no
   * complaint because of Streamgauge.
   *
   * @throws AssertionError if not
   */
  public static void check(FlinkCluster cluster) {
    Map<FlinkProcess, URI> addresses = cluster.metricsAddresses();

    assertThat(addresses).hasSize(2);
    addresses.forEach(MeteredCluster::checkProcess);
    checkJobManager(cluster.jobManager().metricsAddress().orElseThrow());
    checkTaskManager(cluster.taskManagers().get(0).metricsAddress().orElseThrow());
    assertThat(cluster.processes())
        .allSatisfy(each -> assertThat(FlinkLogs.complaints(each)).isEmpty());
  }

  private static void checkProcess(FlinkProcess process, URI address) {
    Exposition exposition = Exposition.scrape(address);

    assertThat(exposition.type("streamgauge_build_info")).contains("gauge");
    assertThat(exposition.samples("streamgauge_reporter_port"))
        .singleElement()
        .returns((double) address.getPort(), Exposition.Sample::number);
    assertThat(exposition.types().keySet())
        .as(process.name())
        .anyMatch(name -> name.endsWith("_Status_JVM_Memory_Heap_Used"))
        .allMatch(name -> name.startsWith("flink_") || name.startsWith("streamgauge_"));
  }

  private static void checkJobManager(URI address) {
    Exposition exposition = Exposition.scrape(address);

    assertThat(exposition.samples("flink_jobmanager_numRunningJobs"))
        .singleElement()
        .returns(1.0, Exposition.Sample::number);
    assertThat(exposition.samples("flink_jobmanager_job_numRestarts"))
        .singleElement()
        .returns(0.0, Exposition.Sample::number)
        .returns(MeteredJob.NAME, sample -> sample.label("job_name"));
  }

  private static void checkTaskManager(URI address) {
    Await.until(
        "records at " + address,
        WaitLimit.LIMIT,
        () -> total(Exposition.scrape(address), OPERATOR + "seen") >= 40);
    Exposition exposition = Exposition.scrape(address);

    assertThat(exposition.types())
        .containsEntry("flink_taskmanager_job_task_numRecordsIn", "counter")
        .containsEntry(OPERATOR + "numRecordsIn", "counter")
        .containsEntry(OPERATOR + "numRecordsInPerSecond", "gauge")
        .containsEntry(OPERATOR + "seen", "counter")
        .containsEntry(OPERATOR + "seenPerSecond", "gauge")
        .containsEntry(OPERATOR + "values", "summary")
        .containsEntry(OPERATOR + "last", "gauge")
        .containsEntry(OPERATOR + "plain_group_odd_name_with_signs", "gauge")
        .containsEntry("streamgauge_ticks_total", "counter")
        .containsEntry("streamgauge_last_tick", "gauge")
        .containsEntry("streamgauge_tick_size", "histogram")
        .doesNotContainKey(OPERATOR + "text");
    assertThat(exposition.samples("streamgauge_ticks_total"))
        .hasSize(2)
        .allMatch(sample -> sample.number() > 0)
        .allMatch(sample -> sample.label("job_name").equals(MeteredJob.NAME));
    assertThat(exposition.samples("streamgauge_tick_size_bucket"))
        .extracting(sample -> sample.label("le"))
        .containsExactly("1.0", "10.0", "+Inf", "1.0", "10.0", "+Inf");
    assertThat(total(exposition, "streamgauge_tick_size_count")).isGreaterThanOrEqualTo(40);
    assertThat(exposition.samples(OPERATOR + "river_gauged"))
        .hasSize(2)
        .allMatch(sample -> sample.label("river").equals("Rhône: Lyon"));
  }

  private static double total(Exposition exposition, String name) {
    return exposition.samples(name).stream().mapToDouble(Exposition.Sample::number).sum();
  }
}
