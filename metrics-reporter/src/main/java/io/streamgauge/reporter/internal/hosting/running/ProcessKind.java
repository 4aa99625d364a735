package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.probe.Role;
import java.util.EnumSet;
import java.util.Set;

/** The kind of the process that hosts the probes: which roles it can have. */
public enum ProcessKind {
  /** A JobManager of Flink; it has its role while it leads. */
  JOB_MANAGER,
  /** A TaskManager of Flink. */
  TASK_MANAGER,
  /** A process of Flink that may be either or, as a test's cluster is, both. */
  FLINK,
  /** A process of its own, outside Flink. */
  STANDALONE;

  /** The roles that the process can have. */
  Set<Role> possible() {
    switch (this) {
      case JOB_MANAGER:
        return EnumSet.of(Role.JOB_MANAGER);
      case TASK_MANAGER:
        return EnumSet.of(Role.TASK_MANAGER);
      case FLINK:
        return EnumSet.of(Role.JOB_MANAGER, Role.TASK_MANAGER);
      default:
        return EnumSet.of(Role.STANDALONE);
    }
  }

  /** The roles that it has from its start to its end. */
  Set<Role> fixed() {
    return this == TASK_MANAGER || this == STANDALONE ? possible() : EnumSet.noneOf(Role.class);
  }
}
