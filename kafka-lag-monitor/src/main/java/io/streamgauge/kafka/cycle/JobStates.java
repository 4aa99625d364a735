package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.problem.JobState;
import io.streamgauge.kafka.settings.GroupSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the jobs run that commit as the groups of which the user has told the sources.
 *
 * <p>A JobManager that has just become the leader does not know its jobs yet, so a job is said not
 * to run when two looks have missed it.
 */
final class JobStates {

  private final List<GroupSettings> groups;
  private Map<String, JobState> present = new HashMap<>();

  JobStates(List<GroupSettings> groups) {
    this.groups = groups;
  }

  /** Takes note of the jobs that run; empty where that cannot be known. */
  void update(Optional<Set<String>> runningJobs) {
    Map<String, JobState> before = present;
    present = new HashMap<>();
    runningJobs.ifPresent(
        names -> {
          for (GroupSettings group : groups) {
            if (!group.sources().isEmpty()) {
              present.put(group.name(), state(group, names, before));
            }
          }
        });
  }

  private static JobState state(
      GroupSettings group, Set<String> runningJobs, Map<String, JobState> before) {
    if (runningJobs.stream().anyMatch(group::isOfJob)) {
      return JobState.RUNNING;
    }
    JobState last = before.get(group.name());
    return last == null || last == JobState.RUNNING ? JobState.UNKNOWN : JobState.NOT_RUNNING;
  }

  /** What is known of the job that commits as a group. */
  JobState of(String group) {
    return present.getOrDefault(group, JobState.UNKNOWN);
  }
}
