package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.rules.JobState;
import io.streamgauge.kafka.settings.GroupSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the jobs run that commit as the groups of which the user has told the sources.
 *
 * <p>A job counts as not running when this JobManager has seen it run before. One that it has never
 * seen may run elsewhere.
 */
final class JobStates {

  private final List<GroupSettings> groups;
  private final Set<String> seenRunning = new HashSet<>();
  private Set<String> running = Set.of();

  JobStates(List<GroupSettings> groups) {
    this.groups = groups;
  }

  /** Takes note of the jobs that run; empty where that cannot be known. */
  void update(Optional<Set<String>> runningJobs) {
    running =
        groups.stream()
            .filter(group -> runningJobs.orElse(Set.of()).stream().anyMatch(group::isOfJob))
            .map(GroupSettings::name)
            .collect(Collectors.toSet());
    seenRunning.addAll(running);
  }

  /** What is known of the job that commits as a group. */
  JobState of(String group) {
    if (running.contains(group)) {
      return JobState.RUNNING;
    }
    return seenRunning.contains(group) ? JobState.NOT_RUNNING : JobState.UNKNOWN;
  }
}
