package io.streamgauge.dashboards.lint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamgauge.dashboards.DashboardQueries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the project that the rules are held against. */
final class Committed {

  static final Path ROOT = Path.of(System.getProperty("streamgauge.root"));

  private static final String DASHBOARD =
      "dashboards/src/main/resources/grafana/streamgauge-job.json";

  private Committed() {}

  static DashboardQueries queries() {
    try {
      return DashboardQueries.load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The dashboard, to be changed at will. */
  static ObjectNode dashboard() {
    try {
      return (ObjectNode) new ObjectMapper().readTree(ROOT.resolve(DASHBOARD).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
