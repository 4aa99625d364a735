package io.streamgauge.dashboards.generator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that is committed and never edited.
 *
 * @param path where it belongs, below the project's directory
 */
record GeneratedFile(String path, String content) {

  private static final String RESOURCES = "dashboards/src/main/resources/";

  /** All generated files of the project below a directory, made anew from their sources. */
  static List<GeneratedFile> all(Path root) throws IOException {
    return List.of(dashboard(root, "source/job.yaml", "grafana/streamgauge-job.json"), page(root));
  }

  private static GeneratedFile dashboard(Path root, String from, String to) throws IOException {
    String yaml = Files.readString(root.resolve(RESOURCES + from), UTF_8);
    GrafanaDashboard dashboard = new GrafanaDashboard(DashboardSource.parse(yaml));
    return new GeneratedFile(RESOURCES + to, Json.pretty(dashboard.json()));
  }

  private static GeneratedFile page(Path root) throws IOException {
    return new GeneratedFile("docs/metrics.md", new CataloguePage(Catalogue.of(root)).markdown());
  }

  void write(Path root) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content, UTF_8);
  }
}
