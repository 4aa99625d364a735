package io.streamgauge.reporter.internal.exposition;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.cluster.Promtool;
import io.streamgauge.reporter.internal.frame.Frame;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write is read by Prometheus' own parser. */
@Tag("slow")
@NeedsTool("promtool")
class PromtoolTest {

  private static final int FRAMES = 40;

  @Test
  void itsParserTakesAnyFrame(@TempDir Path directory) throws Exception {
    for (int seed = 0; seed < FRAMES; seed++) {
      assertAccepted(directory, "seed " + seed, new RandomFrames(seed).next());
    }
  }

  @Test
  void itsParserTakesTheMetricsOfATaskManager(@TempDir Path directory) throws Exception {
    assertAccepted(directory, "a TaskManager", FlinkFrame.ofMetrics(2_000));
  }

  private static void assertAccepted(Path directory, String what, Frame frame)
      throws IOException, InterruptedException {
    Promtool.Verdict verdict = Promtool.check(Bodies.plainBytes(frame), directory);

    assertThat(verdict.isValid())
        .as("%s: %s", what, verdict.output().lines().limit(5).collect(joining("; ")))
        .isTrue();
  }
}
