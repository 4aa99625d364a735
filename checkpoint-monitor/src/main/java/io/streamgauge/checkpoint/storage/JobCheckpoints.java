package io.streamgauge.checkpoint.storage;

import io.streamgauge.reporter.probe.ProbeException;
import java.util.List;
import java.util.Optional;

/** What Flink says of its jobs' checkpoints. Its answers may be some seconds old. */
interface JobCheckpoints {

  /** The jobs that have begun and not ended. */
  List<MonitoredJob> running() throws ProbeException, InterruptedException;

  /** The last completed checkpoint of a job, no savepoint; empty if there is none in a folder. */
  Optional<LastCheckpoint> last(String job) throws ProbeException, InterruptedException;
}
