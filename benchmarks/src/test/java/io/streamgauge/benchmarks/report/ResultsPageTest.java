package io.streamgauge.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultsPageTest {

  private final ResultsPage page =
      ResultsPage.parse("# Old\n\n## One\n\n### 1\n\na\n\n## Two\n\nb\n");

  @Test
  void aSectionThatIsMeasuredAnewStaysInItsPlace() {
    page.put("One", "c\n");

    assertThat(page.toString()).endsWith("measured.\n\n## One\n\nc\n\n## Two\n\nb\n");
  }

  @Test
  void aNewSectionComesLast() {
    page.put("Three", "c");

    assertThat(page.toString())
        .endsWith("measured.\n\n## One\n\n### 1\n\na\n\n## Two\n\nb\n\n## Three\n\nc\n");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    assertThat(ResultsPage.parse(page.toString())).hasToString(page.toString());
  }
}
