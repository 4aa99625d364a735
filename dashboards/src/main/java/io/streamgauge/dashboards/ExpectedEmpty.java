package io.streamgauge.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The queries that may find nothing in the demo, each with its reason. */
public record ExpectedEmpty(List<Entry> entries) {

  /**
   * One or more queries that may find nothing.
   *
   * @param query the id of a query, or what its id begins with, up to a {@code " / "}
   */
  public record Entry(String query, String reason) {

    boolean covers(AuditedQuery audited) {
      return audited.id().equals(query) || audited.id().startsWith(query + " / ");
    }
  }

  /**
   * Reads a list of entries.
   *
   * @throws IllegalArgumentException if one lacks its query or its reason
   */
  public static ExpectedEmpty of(JsonNode list) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode json : list) {
      Entry entry = new Entry(json.path("query").asText(), json.path("reason").asText());
      if (entry.query().isBlank() || entry.reason().isBlank()) {
        throw new IllegalArgumentException("an entry needs a query and a reason: " + json);
      }
      entries.add(entry);
    }
    return new ExpectedEmpty(entries);
  }

  /** Why a query may find nothing, if it may. */
  public Optional<String> reason(AuditedQuery query) {
    return entries.stream().filter(entry -> entry.covers(query)).map(Entry::reason).findFirst();
  }
}
