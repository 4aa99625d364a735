package io.streamgauge.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** A page with a section for each part; what is not measured anew stays as it is. */
public final class ResultsPage {

  private static final String HEAD =
      """
      # Results

      Written by `benchmarks/run --write-results`, each section when its part was measured.

      """;

  private static final String SECTION = "## ";

  private final Map<String, String> sections = new LinkedHashMap<>();

  private ResultsPage() {}

  public static ResultsPage parse(String text) {
    ResultsPage page = new ResultsPage();
    String[] parts = ("\n" + text).split("\n" + SECTION, -1);
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf('\n');
      page.put(parts[i].substring(0, end), parts[i].substring(end));
    }
    return page;
  }

  /** Sets a section, in its old place if it had one. */
  public void put(String title, String text) {
    sections.put(title, text.strip());
  }

  @Override
  public String toString() {
    StringBuilder page = new StringBuilder(HEAD);
    sections.forEach(
        (title, text) ->
            page.append(SECTION).append(title).append("\n\n").append(text).append("\n\n"));
    return page.toString().stripTrailing() + '\n';
  }
}
