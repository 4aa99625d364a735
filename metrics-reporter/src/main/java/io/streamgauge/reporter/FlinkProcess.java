package io.streamgauge.reporter;

import io.streamgauge.reporter.internal.hosting.running.ProcessKind;
import java.util.Map;

/**
 * Finds out which process of Flink this is, by who opens the reporter: Flink does that on the
 * thread on which the process starts. A filter can remove any metric that would tell, but not that.
 */
final class FlinkProcess {

  private static final Map<String, ProcessKind> STARTERS =
      Map.of(
          "org.apache.flink.runtime.entrypoint.ClusterEntrypoint", ProcessKind.JOB_MANAGER,
          "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", ProcessKind.TASK_MANAGER,
          "org.apache.flink.runtime.minicluster.MiniCluster", ProcessKind.FLINK);

  private FlinkProcess() {}

  /** The kind of the process that calls; {@link ProcessKind#FLINK} if it is started otherwise. */
  static ProcessKind kind() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getClassName)
                    .filter(STARTERS::containsKey)
                    .findFirst()
                    .map(STARTERS::get)
                    .orElse(ProcessKind.FLINK));
  }
}
