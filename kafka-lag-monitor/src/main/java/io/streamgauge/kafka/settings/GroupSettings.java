package io.streamgauge.kafka.settings;

/** What the user said of a group: which sources commit as it, and how they read. Immutable. */
public final class GroupSettings {

  private final String name;
  private final NamePatterns sources;
  private final Isolation isolation;

  GroupSettings(String name, NamePatterns sources, Isolation isolation) {
    this.name = name;
    this.sources = sources;
    this.isolation = isolation;
  }

  public String name() {
    return name;
  }

  /** Patterns of {@link SourceName}s. */
  public NamePatterns sources() {
    return sources;
  }

  public Isolation isolation() {
    return isolation;
  }

  /** Whether sources of a job commit as this group. */
  public boolean isOfJob(String jobName) {
    return sources.matchesSomeWith(SourceName.of(jobName, ""));
  }
}
