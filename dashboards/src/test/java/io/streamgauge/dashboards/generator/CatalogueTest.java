package io.streamgauge.dashboards.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.dashboards.generator.Catalogue.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  @Test
  void aMetricIsALineOfFourColumnsBelowAHeading() {
    Catalogue catalogue =
        Catalogue.parse(
            List.of(
                "# about the file",
                "",
                "## Jobs",
                "# Labels: none.",
                "up_total\tcounter\ta b\tHelp",
                "level\tgauge\t-\tMore"));

    Catalogue.Section jobs = catalogue.sections().get(0);
    assertThat(jobs.title()).isEqualTo("Jobs");
    assertThat(jobs.remarks()).containsExactly("Labels: none.");
    assertThat(catalogue.metrics())
        .containsExactly(
            new Metric("up_total", "counter", List.of("a", "b"), "Help"),
            new Metric("level", "gauge", List.of(), "More"));
  }

  @Test
  void aLineThatLacksAColumnOrHasAnotherTypeIsRefused() {
    assertThatThrownBy(() -> Catalogue.parse(List.of("## Jobs", "level\tgauge\tHelp")))
        .hasMessageContaining("level");
    assertThatThrownBy(() -> Catalogue.parse(List.of("## Jobs", "level\tmeter\t-\tHelp")))
        .hasMessageContaining("level");
  }

  @Test
  void aSummaryAndAHistogramAreStoredUnderSeveralNames() {
    assertThat(new Metric("a", "gauge", List.of(), "").sampleNames()).containsExactly("a");
    assertThat(new Metric("a", "summary", List.of(), "").sampleNames())
        .containsExactly("a", "a_count");
    assertThat(new Metric("a", "histogram", List.of(), "").sampleNames())
        .containsExactly("a_bucket", "a_count", "a_sum");
  }

  @Test
  void theProjectsCatalogueIsSound() throws IOException {
    List<Metric> metrics = Catalogue.of(Path.of(System.getProperty("streamgauge.root"))).metrics();

    assertThat(metrics).extracting(Metric::name).doesNotHaveDuplicates();
    assertThat(metrics)
        .extracting(Metric::name)
        .allMatch(name -> name.matches("[a-zA-Z_][a-zA-Z0-9_]*"));
    assertThat(metrics).extracting(Metric::help).allMatch(help -> help.matches("[A-Z0-9].*[^.]"));
    assertThat(metrics)
        .filteredOn(metric -> metric.name().startsWith("streamgauge_"))
        .hasSizeGreaterThan(10)
        .allMatch(metric -> metric.type().equals("counter") == metric.name().endsWith("_total"));
  }

  @Test
  void thePageHasATableForEachSection() {
    Catalogue catalogue =
        Catalogue.parse(List.of("## Jobs", "# A remark.", "up_total\tcounter\ta b\tHelp"));

    assertThat(new CataloguePage(catalogue).markdown())
        .endsWith(
            """

            ## Jobs

            A remark.

            | metric | type | further labels | meaning |
            |---|---|---|---|
            | `up_total` | counter | `a`, `b` | Help |
            """);
  }
}
