package io.streamgauge.dashboards.generator;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the generated files anew: {@code mvn -q -pl dashboards compile exec:java}. */
public final class Regenerate {

  private Regenerate() {}

  /**
   * Writes all files.
   *
   * @param args the project's directory
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    for (GeneratedFile file : GeneratedFile.all(root)) {
      file.write(root);
      System.out.println("wrote " + file.path());
    }
  }
}
