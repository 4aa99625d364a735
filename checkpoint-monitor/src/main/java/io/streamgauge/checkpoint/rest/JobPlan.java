package io.streamgauge.checkpoint.rest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** The vertices of a job, which are chains of operators, with their parallelism. Immutable. */
public final class JobPlan {

  private final Map<String, Integer> parallelism;

  JobPlan(JsonNode json) {
    Map<String, Integer> found = new LinkedHashMap<>();
    for (JsonNode each : json.path("plan").path("nodes")) {
      // An adaptive batch job has vertices whose parallelism is not decided yet: -1.
      found.put(each.path("id").asText(), Math.max(0, each.path("parallelism").asInt()));
    }
    this.parallelism = Collections.unmodifiableMap(found);
  }

  /** The parallelism of each vertex by its id; 0 while it is not decided. */
  public Map<String, Integer> parallelism() {
    return parallelism;
  }

  /** The number of subtasks of all vertices. */
  public int subtasks() {
    return parallelism.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The greatest parallelism of a vertex. */
  public int maxParallelism() {
    return parallelism.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
