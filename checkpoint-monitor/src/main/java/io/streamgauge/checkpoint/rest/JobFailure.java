package io.streamgauge.checkpoint.rest;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** A failure of a job, as Flink's exception history has it. Immutable. */
public final class JobFailure {

  private final String exception;
  private final String stackTrace;
  private final long atMillis;
  private final String taskName;
  private final String taskManager;

  JobFailure(JsonNode json) {
    this.exception = json.path("exceptionName").asText("");
    this.stackTrace = json.path("stacktrace").asText("");
    this.atMillis = json.path("timestamp").asLong();
    this.taskName = text(json.path("taskName"));
    // Flink 2 has no location any more; the endpoint is there since 1.18.
    this.taskManager = text(json.has("endpoint") ? json.path("endpoint") : json.path("location"));
  }

  private static String text(JsonNode json) {
    return json.isTextual() && !json.asText().startsWith("(un") ? json.asText() : "";
  }

  /** The class of the exception that Flink saw, which often has others as its cause. */
  public String exception() {
    return exception;
  }

  /** As {@code printStackTrace} writes it, perhaps cut off. */
  public String stackTrace() {
    return stackTrace;
  }

  /** In milliseconds since 1970. */
  public long atMillis() {
    return atMillis;
  }

  /** For example {@code Map (2/4) - execution #3}; empty if it is of no task. */
  public String taskName() {
    return taskName;
  }

  /** Host and port of the TaskManager; empty if it is of none. */
  public String taskManager() {
    return taskManager;
  }
}
