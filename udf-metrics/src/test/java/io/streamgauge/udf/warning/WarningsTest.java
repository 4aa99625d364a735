package io.streamgauge.udf.warning;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class WarningsTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final RecordedGroup group = new RecordedGroup(recorded);

  @Test
  void theSumOfAllIsThereBeforeTheFirst() {
    Warnings.open(group);

    assertThat(recorded.family("swallowed_exceptions_total"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("swallowed_exceptions_total", 0.0));
    assertThat(recorded.family("warnings_total")).isEmpty();
  }

  @Test
  void exceptionsAreCountedByTheClassOfWhatWentWrong() {
    Warnings warnings = Warnings.open(group);

    warnings.report(new IOException("a"));
    warnings.report(new ExecutionException(new IOException("b")));
    warnings.report(new IllegalStateException("c"));

    assertThat(recorded.sum("swallowed_exceptions_total")).isEqualTo(3);
    assertThat(recorded.family("warnings_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "warnings_total,exception=java.io.IOException", 2.0,
                "warnings_total,exception=java.lang.IllegalStateException", 1.0));
  }
}
