package io.streamgauge.kafka.broker;

import java.util.Set;

/** A topic as it is at present. Immutable. */
public final class Topic {

  private final String name;
  private final String id;
  private final Set<Integer> partitions;
  private final Set<Integer> leaderless;

  /**
   * A topic.
   *
   * @param id another for a topic that was deleted and created anew
   * @param partitions numbers of all its partitions
   * @param leaderless those of them that no broker leads at present, so that nobody can be asked
   */
  public Topic(String name, String id, Set<Integer> partitions, Set<Integer> leaderless) {
    this.name = name;
    this.id = id;
    this.partitions = Set.copyOf(partitions);
    this.leaderless = Set.copyOf(leaderless);
  }

  public String name() {
    return name;
  }

  /** Another for a topic that was deleted and created anew under the same name. */
  public String id() {
    return id;
  }

  /** Numbers of all partitions. */
  public Set<Integer> partitions() {
    return partitions;
  }

  /** Whether the partition is there and has a leader that can be asked. */
  public boolean canBeAsked(int partition) {
    return partitions.contains(partition) && !leaderless.contains(partition);
  }
}
