package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Where partitions begin and end: asked for once, for all who want to know. */
final class Offsets {

  private final Set<Partition> wanted = new HashSet<>();
  private final Map<Isolation, Set<Partition>> wantedEnds = new EnumMap<>(Isolation.class);
  private final Map<Isolation, Answers<Partition, Long>> ends = new EnumMap<>(Isolation.class);
  private Answers<Partition, Long> starts = Answers.none();

  void want(Partition partition, Isolation isolation) {
    wanted.add(partition);
    wantedEnds.computeIfAbsent(isolation, key -> new HashSet<>()).add(partition);
  }

  /**
   * Asks for starts before ends, so that no end lies before its start. A broker that does not
   * answer costs each question half of the time that is left.
   */
  void ask(Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    if (wanted.isEmpty()) {
      return;
    }
    starts = broker.starts(wanted, deadline.share(2));
    findings.failed("start offset", starts.failures());
    for (Map.Entry<Isolation, Set<Partition>> each : wantedEnds.entrySet()) {
      Answers<Partition, Long> found =
          broker.ends(each.getValue(), each.getKey(), deadline.share(2));
      findings.failed("end offset", found.failures());
      ends.put(each.getKey(), found);
    }
  }

  /** The starts that are known. */
  Map<Partition, Long> starts() {
    return starts.values();
  }

  OptionalLong start(Partition partition) {
    return offset(starts, partition);
  }

  OptionalLong end(Partition partition, Isolation isolation) {
    return offset(ends.getOrDefault(isolation, Answers.none()), partition);
  }

  private static OptionalLong offset(Answers<Partition, Long> answers, Partition partition) {
    return answers.of(partition).map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
