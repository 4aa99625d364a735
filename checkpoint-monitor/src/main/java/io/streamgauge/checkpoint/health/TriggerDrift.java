package io.streamgauge.checkpoint.health;

import io.streamgauge.checkpoint.rest.Checkpoint;
import io.streamgauge.checkpoint.rest.Checkpoints;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** By how much the last checkpoint was triggered too late, or too early. */
final class TriggerDrift {

  private TriggerDrift() {}

  /**
   * Time between the last two triggers less the interval; negative when they came early, as they do
   * when someone triggers one by hand. Empty before the second trigger. Savepoints do not count.
   */
  static Optional<Duration> of(Checkpoints checkpoints, Duration interval) {
    List<Checkpoint> triggered =
        checkpoints.history().stream()
            .filter(each -> !each.isSavepoint())
            .collect(Collectors.toList());
    int last = triggered.size() - 1;
    if (last < 1) {
      return Optional.empty();
    }
    long between =
        triggered.get(last).triggeredMillis() - triggered.get(last - 1).triggeredMillis();
    return Optional.of(Duration.ofMillis(between).minus(interval));
  }
}
