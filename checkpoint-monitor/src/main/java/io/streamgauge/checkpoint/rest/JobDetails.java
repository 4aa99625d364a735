package io.streamgauge.checkpoint.rest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** A job: its state, when it was last in each state, and its vertices. Immutable. */
public final class JobDetails {

  private final String state;
  private final long nowMillis;
  private final Map<String, Long> enteredMillis;
  private final Map<String, Vertex> vertices;

  JobDetails(JsonNode json) {
    this.state = json.path("state").asText();
    this.nowMillis = json.path("now").asLong();
    Map<String, Long> entered = new LinkedHashMap<>();
    json.path("timestamps")
        .fields()
        .forEachRemaining(
            each -> {
              if (each.getValue().asLong() > 0) {
                entered.put(each.getKey(), each.getValue().asLong());
              }
            });
    this.enteredMillis = Collections.unmodifiableMap(entered);
    Map<String, Vertex> found = new LinkedHashMap<>();
    json.path("vertices").forEach(each -> found.put(each.path("id").asText(), new Vertex(each)));
    this.vertices = Collections.unmodifiableMap(found);
  }

  private JobDetails(JobDetails older, String state, long enteredMillis) {
    this.state = state;
    this.nowMillis = Math.max(older.nowMillis, enteredMillis);
    Map<String, Long> entered = new LinkedHashMap<>(older.enteredMillis);
    entered.put(state, enteredMillis);
    this.enteredMillis = Collections.unmodifiableMap(entered);
    this.vertices = older.vertices;
  }

  /**
   * The same with the end that the list of all jobs tells of. Flink answers about a single job with
   * what it told up to {@code web.refresh-interval} ago, and about all with what is.
   */
  public JobDetails upTo(JobOverview overview) {
    return overview.hasEnded() && !overview.state().equals(state)
        ? new JobDetails(this, overview.state(), overview.endMillis())
        : this;
  }

  /** Flink's {@code JobStatus}, for example {@code RUNNING}. */
  public String state() {
    return state;
  }

  /** When Flink made this answer, in milliseconds since 1970. */
  public long nowMillis() {
    return nowMillis;
  }

  /**
   * When the job last entered each state that it has been in, in milliseconds since 1970. A state
   * that was entered twice since the last look is here once.
   */
  public Map<String, Long> enteredMillis() {
    return enteredMillis;
  }

  /** The vertices, which are chains of operators, by their ids. */
  public Map<String, Vertex> vertices() {
    return vertices;
  }

  /** The number of subtasks of all vertices. */
  public int subtasks() {
    return vertices.values().stream().mapToInt(Vertex::parallelism).sum();
  }

  /** A vertex. Immutable. */
  public static final class Vertex {

    private final String name;
    private final int parallelism;

    Vertex(JsonNode json) {
      this.name = json.path("name").asText();
      this.parallelism = json.path("parallelism").asInt();
    }

    /** The name, which Flink's metrics have as {@code task_name}. */
    public String name() {
      return name;
    }

    public int parallelism() {
      return parallelism;
    }
  }
}
