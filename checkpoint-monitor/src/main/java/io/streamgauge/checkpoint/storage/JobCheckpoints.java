package io.streamgauge.checkpoint.storage;

import io.streamgauge.reporter.probe.ProbeException;
import java.util.List;

/** What Flink says of its jobs' checkpoints. Its answers may be some seconds old. */
interface JobCheckpoints {

  /** The jobs that have begun and not ended. */
  List<MonitoredJob> running() throws ProbeException, InterruptedException;

  /** The completed checkpoints of a job. */
  CheckpointsOfJob of(String job) throws ProbeException, InterruptedException;
}
