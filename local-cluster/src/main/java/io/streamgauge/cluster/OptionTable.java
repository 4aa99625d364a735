package io.streamgauge.cluster;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A table of options as {@code docs/configuration.md} has it, between two markers: {@code <!-- the
 * table of <name> is generated -->} and {@code <!-- end of the table of <name> -->}.
 */
public final class OptionTable {

  private final GeneratedSection section;
  private final StringBuilder text =
      new StringBuilder("| key | type | default | example | meaning |\n|---|---|---|---|---|\n");

  OptionTable(Path page, String name, boolean regenerates) {
    this.section = new GeneratedSection(page, begin(name), end(name), regenerates);
  }

  private OptionTable(GeneratedSection section) {
    this.section = section;
  }

  /** A table without rows. */
  public static OptionTable named(String name) {
    Path page = ProjectRoot.path().resolve("docs/configuration.md");
    return new OptionTable(GeneratedSection.in(page, begin(name), end(name)));
  }

  private static String begin(String name) {
    return "<!-- the table of " + name + " is generated -->";
  }

  private static String end(String name) {
    return "<!-- end of the table of " + name + " -->";
  }

  /** Adds an option; what begins with {@code <} in its type or meaning is no HTML. */
  public OptionTable row(
      String key, String type, String defaultValue, String example, String meaning) {
    text.append(
        "| `%s` | %s | `%s` | `%s` | %s |%n"
            .formatted(key, prose(type), defaultValue, example, prose(meaning)));
    return this;
  }

  private static String prose(String words) {
    return words.replace("<", "&lt;");
  }

  /** The table as the code has it. */
  public String text() {
    return text.toString();
  }

  /**
   * The table as the page has it; with {@code -Dstreamgauge.regenerate=true} it is written there
   * first.
   *
   * @throws IllegalStateException if the page has no place for it
   */
  public String onThePage() throws IOException {
    return section.comparedWith(text());
  }

  @Override
  public String toString() {
    return section.toString();
  }
}
