package io.streamgauge.dashboards;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks every query of a Prometheus that has scraped a real cluster, and says which find nothing
 * without a reason.
 */
public final class QueryAudit {

  /** Asks Prometheus. */
  @FunctionalInterface
  public interface ResultCount {
    /**
     * How many series an instant query returns.
     *
     * @throws IOException if Prometheus does not answer or does not understand
     */
    int of(String expr) throws IOException;
  }

  /**
   * A fault.
   *
   * @param query the id of the query
   * @param problem what is wrong, in a sentence
   */
  public record Finding(String query, String problem) {}

  private final ResultCount prometheus;
  private final ExpectedEmpty expectedEmpty;

  /** An audit against a Prometheus, with a list of what may be empty there. */
  public QueryAudit(ResultCount prometheus, ExpectedEmpty expectedEmpty) {
    this.prometheus = prometheus;
    this.expectedEmpty = expectedEmpty;
  }

  /** Asks all queries; nothing is returned when all is well. */
  public List<Finding> run(List<AuditedQuery> queries) {
    List<Finding> findings = new ArrayList<>();
    for (AuditedQuery query : queries) {
      problem(query).ifPresent(problem -> findings.add(new Finding(query.id(), problem)));
    }
    for (ExpectedEmpty.Entry entry : expectedEmpty.entries()) {
      if (queries.stream().noneMatch(entry::covers)) {
        findings.add(
            new Finding(entry.query(), "is expected to be empty, but there is no such query"));
      }
    }
    return findings;
  }

  private Optional<String> problem(AuditedQuery query) {
    try {
      boolean empty = prometheus.of(query.expr()) == 0;
      boolean fault = empty && query.mustReturnData() && expectedEmpty.reason(query).isEmpty();
      return fault ? Optional.of("returns nothing: " + query.expr()) : Optional.empty();
    } catch (IOException e) {
      return Optional.of("fails: " + e.getMessage() + ": " + query.expr());
    }
  }
}
