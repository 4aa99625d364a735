package io.streamgauge.checkpoint.event;

import io.streamgauge.reporter.probe.testing.CommittedOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The files that are generated from {@link CheckpointOptions}. */
class CheckpointOptionsTest {

  @Test
  void configurationPage_hasTheTableOfTheOptions() throws IOException {
    CommittedOptions.assertTable(
        "checkpoint", CheckpointOptions.ALL.all(), CheckpointOptions.ALL::nameOf);
  }

  @Test
  void probeProperties_declareTheOptions() throws IOException {
    CommittedOptions.assertDeclaration("checkpoint-monitor", "checkpoint", CheckpointOptions.ALL);
  }

  @Test
  void everyExampleIsValid() {
    CommittedOptions.assertValidExamples(CheckpointOptions.ALL.all());
  }
}
