package io.streamgauge.checkpoint.storage;

import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.testing.CommittedOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The files that are generated from {@link StorageOptions}. */
class StorageOptionsTest {

  @Test
  void configurationPage_hasTheTableOfTheOptions() throws IOException {
    CommittedOptions.assertTable(
        "checkpoint-storage", StorageOptions.ALL.prefixed(), ConfigOption::key);
  }

  @Test
  void probeProperties_declareTheOptions() throws IOException {
    CommittedOptions.assertDeclaration(
        "checkpoint-monitor", "checkpoint-storage", StorageOptions.ALL);
  }
}
