package io.streamgauge.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A table of options as {@code docs/configuration.md} has it, between two markers: {@code <!-- the
 * table of <name> is generated -->} and {@code <!-- end of the table of <name> -->}.
 */
public final class OptionTable {

  private static final String REGENERATE = "streamgauge.regenerate";

  private final Path page;
  private final String begin;
  private final String end;
  private final boolean regenerates;
  private final StringBuilder text =
      new StringBuilder("| key | type | default | example | meaning |\n|---|---|---|---|---|\n");

  OptionTable(Path page, String name, boolean regenerates) {
    this.page = page;
    this.begin = "<!-- the table of " + name + " is generated -->\n";
    this.end = "<!-- end of the table of " + name + " -->\n";
    this.regenerates = regenerates;
  }

  /** A table without rows. */
  public static OptionTable named(String name) {
    Path page = ProjectRoot.path().resolve("docs/configuration.md");
    return new OptionTable(page, name, Boolean.getBoolean(REGENERATE));
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
    String found = Files.readString(page);
    int from = found.indexOf(begin) + begin.length();
    int to = found.indexOf(end, from);
    if (from < begin.length() || to < 0) {
      throw new IllegalStateException(page + " has no " + begin + end);
    }
    if (!regenerates) {
      return found.substring(from, to);
    }
    Files.writeString(page, found.substring(0, from) + text + found.substring(to));
    return text();
  }

  @Override
  public String toString() {
    return "the table after "
        + begin.trim()
        + " in "
        + page.getFileName()
        + ", which the same test writes anew with -D"
        + REGENERATE
        + "=true";
  }
}
