package io.streamgauge.dashboards.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Every metric that Streamgauge publishes, as {@code catalogue.tsv} of the reporter lists it.
 *
 * @param sections what stands under each heading, in the file's order
 */
public record Catalogue(List<Section> sections) {

  private static final String FILE =
      "metrics-reporter/src/main/resources/io/streamgauge/reporter/internal/naming/catalogue.tsv";

  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "summary", "histogram", "untyped");

  /** Metrics that are published from the same place, with the same labels. */
  public record Section(String title, List<String> remarks, List<Metric> metrics) {}

  /**
   * A metric.
   *
   * @param type as the {@code # TYPE} line names it
   * @param labels those beyond the labels of its section
   */
  public record Metric(String name, String type, List<String> labels, String help) {

    /** The names under which its samples are stored. */
    public List<String> sampleNames() {
      return switch (type) {
        case "summary" -> List.of(name, name + "_count");
        case "histogram" -> List.of(name + "_bucket", name + "_count", name + "_sum");
        default -> List.of(name);
      };
    }
  }

  /** Reads the catalogue of the project below a directory. */
  public static Catalogue of(Path root) throws IOException {
    return parse(Files.readAllLines(root.resolve(FILE)));
  }

  /**
   * Reads the lines of a catalogue.
   *
   * @throws IllegalArgumentException if a line is none
   */
  static Catalogue parse(List<String> lines) {
    List<Section> sections = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("## ")) {
        sections.add(new Section(line.substring(3), new ArrayList<>(), new ArrayList<>()));
      } else if (line.startsWith("#")) {
        addRemark(sections, line.substring(1).strip());
      } else if (!line.isBlank()) {
        sections.get(sections.size() - 1).metrics().add(metric(line));
      }
    }
    return new Catalogue(sections);
  }

  private static void addRemark(List<Section> sections, String remark) {
    // What stands before the first heading is about the file.
    if (!sections.isEmpty()) {
      sections.get(sections.size() - 1).remarks().add(remark);
    }
  }

  private static Metric metric(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 4 || !TYPES.contains(columns[1])) {
      throw new IllegalArgumentException("not name, type, labels and help between tabs: " + line);
    }
    List<String> labels = columns[2].equals("-") ? List.of() : List.of(columns[2].split(" "));
    return new Metric(columns[0], columns[1], labels, columns[3]);
  }

  /** All metrics. */
  public List<Metric> metrics() {
    return sections.stream().flatMap(section -> section.metrics().stream()).toList();
  }
}
