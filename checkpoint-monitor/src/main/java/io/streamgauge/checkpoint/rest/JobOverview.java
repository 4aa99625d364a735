package io.streamgauge.checkpoint.rest;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** A job as the list of all jobs has it. Immutable. */
public final class JobOverview {

  private final String id;
  private final String name;
  private final String state;
  private final long endMillis;

  JobOverview(JsonNode json) {
    this.id = json.path("jid").asText();
    this.name = json.path("name").asText();
    this.state = json.path("state").asText();
    this.endMillis = json.path("end-time").asLong(-1);
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

  /** When the job ended, in milliseconds since 1970; -1 while it has not. */
  public long endMillis() {
    return endMillis;
  }

  /** Whether the job has ended for good. */
  public boolean hasEnded() {
    return isEnd(state);
  }

  /** Whether a job in this state has ended for good. */
  public static boolean isEnd(String state) {
    return state.equals("FINISHED") || state.equals("FAILED") || state.equals("CANCELED");
  }

  @Override
  public String toString() {
    return name + " (" + id + ") " + state;
  }
}
