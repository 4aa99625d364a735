package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionTableTest {

  private static final String HEADER =
      "| key | type | default | example | meaning |\n|---|---|---|---|---|\n";
  private static final String BEGIN = "<!-- the table of kafka is generated -->\n";
  private static final String END = "<!-- end of the table of kafka -->\n";

  private final Path page;

  OptionTableTest(@TempDir Path folder) {
    this.page = folder.resolve("configuration.md");
  }

  @Test
  void anOptionIsARow() {
    OptionTable table =
        table(false).row("<cluster>.sources", "list of <job>", "none", "a/*", "What <it> is.");

    assertThat(table.text())
        .isEqualTo(
            HEADER
                + "| `<cluster>.sources` | list of &lt;job> | `none` | `a/*` | What &lt;it> is. |\n");
  }

  @Test
  void thePagesTableIsWhatStandsBetweenItsMarkers() throws IOException {
    String text = "before\n" + BEGIN + "old\n" + END + "after\n";
    Files.writeString(page, text);

    assertThat(table(false).onThePage()).isEqualTo("old\n");
    assertThat(page).hasContent(text);
  }

  @Test
  void theTableAloneIsWrittenAnew() throws IOException {
    Files.writeString(page, "before\n" + BEGIN + "old\n" + END + "after\n");
    OptionTable table = table(true).row("a", "b", "c", "d", "e");

    assertThat(table.onThePage()).isEqualTo(table.text());
    assertThat(page).hasContent("before\n" + BEGIN + table.text() + END + "after\n");
  }

  @Test
  void aPageWithoutAPlaceForTheTableIsRefused() throws IOException {
    Files.writeString(page, END + BEGIN);

    assertThatThrownBy(() -> table(true).onThePage())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(page.toString());
  }

  private OptionTable table(boolean regenerates) {
    return new OptionTable(page, "kafka", regenerates);
  }
}
