package io.streamgauge.checkpoint.storage;

/** A job that has not ended. Immutable. */
final class MonitoredJob {

  private final String id;
  private final String name;

  MonitoredJob(String id, String name) {
    this.id = id;
    this.name = name;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }
}
