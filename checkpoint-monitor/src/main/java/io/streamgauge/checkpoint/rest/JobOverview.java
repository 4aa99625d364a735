package io.streamgauge.checkpoint.rest;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** A job as the list of all jobs has it. Immutable. */
public final class JobOverview {

  private final String id;
  private final String name;
  private final String state;
  private final long beginMillis;
  private final long endMillis;
  private final int subtasks;

  JobOverview(JsonNode json) {
    this.id = json.path("jid").asText();
    this.name = json.path("name").asText();
    this.state = json.path("state").asText();
    this.beginMillis = json.path("start-time").asLong(-1);
    this.endMillis = json.path("end-time").asLong(-1);
    this.subtasks = json.path("tasks").path("total").asInt(-1);
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** Flink's {@code JobStatus}, for example {@code RUNNING}. */
  public String state() {
    return state;
  }

  /** When the JobManager began to initialize the job, in milliseconds since 1970; -1 if unknown. */
  public long beginMillis() {
    return beginMillis;
  }

  /** The number of subtasks of all vertices at present; -1 if unknown. */
  public int subtasks() {
    return subtasks;
  }

  /** When the job ended, in milliseconds since 1970; -1 while it has not. */
  public long endMillis() {
    return endMillis;
  }

  /** Whether the job has ended for good. */
  public boolean hasEnded() {
    return state.equals("FINISHED") || state.equals("FAILED") || state.equals("CANCELED");
  }

  @Override
  public String toString() {
    return name + " (" + id + ") " + state;
  }
}
