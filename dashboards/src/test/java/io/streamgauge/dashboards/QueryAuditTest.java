package io.streamgauge.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.dashboards.QueryAudit.Finding;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryAuditTest {

  private static final AuditedQuery PANEL = new AuditedQuery("Row / Panel / A", "up", true);

  @Test
  void aQueryThatReturnsDataIsFine() throws IOException {
    assertThat(new QueryAudit(expr -> 1, none()).run(List.of(PANEL))).isEmpty();
  }

  @Test
  void aQueryThatReturnsNothingIsAFinding() throws IOException {
    assertThat(new QueryAudit(expr -> 0, none()).run(List.of(PANEL)))
        .containsExactly(new Finding("Row / Panel / A", "returns nothing: up"));
  }

  @Test
  void aQueryThatMayBeSilentMustStillRun() throws IOException {
    AuditedQuery alert = new AuditedQuery("alert StreamgaugeX", "up == 0", false);

    assertThat(new QueryAudit(expr -> 0, none()).run(List.of(alert))).isEmpty();
    assertThat(new QueryAudit(QueryAuditTest::broken, none()).run(List.of(alert)))
        .containsExactly(new Finding("alert StreamgaugeX", "fails: 400 parse error: up == 0"));
  }

  @Test
  void anEntryExcusesAQueryAPanelOrARow() throws IOException {
    for (String covered : List.of("Row / Panel / A", "Row / Panel", "Row")) {
      ExpectedEmpty list = list("- {query: " + covered + ", reason: not here}");

      assertThat(new QueryAudit(expr -> 0, list).run(List.of(PANEL))).isEmpty();
    }
  }

  @Test
  void anEntryExcusesNoFailureAndNoLongerName() throws IOException {
    ExpectedEmpty list = list("- {query: Row, reason: not here}");
    AuditedQuery other = new AuditedQuery("Row two / Panel / A", "up", true);

    assertThat(new QueryAudit(QueryAuditTest::broken, list).run(List.of(PANEL))).hasSize(1);
    assertThat(new QueryAudit(expr -> 0, list).run(List.of(PANEL, other)))
        .containsExactly(new Finding("Row two / Panel / A", "returns nothing: up"));
  }

  @Test
  void anEntryForNoQueryIsAFinding() throws IOException {
    ExpectedEmpty list = list("- {query: Row / Gone, reason: not here}");

    assertThat(new QueryAudit(expr -> 1, list).run(List.of(PANEL)))
        .containsExactly(
            new Finding("Row / Gone", "is expected to be empty, but there is no such query"));
  }

  @Test
  void anEntryWithoutAReasonIsRefused() {
    assertThatThrownBy(() -> list("- {query: Row}")).hasMessageContaining("reason");
  }

  private static int broken(String expr) throws IOException {
    throw new IOException("400 parse error");
  }

  private static ExpectedEmpty none() throws JsonProcessingException {
    return list("[]");
  }

  private static ExpectedEmpty list(String yaml) throws JsonProcessingException {
    return ExpectedEmpty.of(new YAMLMapper().readTree(yaml));
  }
}
