package io.streamgauge.reporter;

import java.util.Map;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A group that is none a reporter can follow, and whose methods end in an Error. */
final class FailingMetricGroup extends UnregisteredMetricsGroup {

  @Override
  public Map<String, String> getAllVariables() {
    throw new NoClassDefFoundError("a class of the job");
  }
}
