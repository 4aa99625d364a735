package io.streamgauge.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown whose columns are padded, so that it can be read as it is. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... heads) {
    rows.add(List.of(heads));
  }

  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    appendRow(text, rows.get(0));
    List<String> rule = new ArrayList<>();
    for (int column = 0; column < rows.get(0).size(); column++) {
      rule.add("-".repeat(width(column)));
    }
    appendRow(text, rule);
    rows.subList(1, rows.size()).forEach(row -> appendRow(text, row));
    return text.toString();
  }

  private void appendRow(StringBuilder text, List<String> row) {
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      text.append("| ").append(cell).append(" ".repeat(width(column) - cell.length() + 1));
    }
    text.append("|\n");
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
