package io.streamgauge.checkpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.streamgauge.checkpoint.testing.StubFlink;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkRestTest {

  private final StubFlink flink = new StubFlink();

  @AfterEach
  void close() {
    flink.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Restart with fixed delay (PT1S). #100 restart attempts., 100",
    "Restart with fixed delay (1000 ms). #3 restart attempts., 3",
    "Restart with fixed delay (PT1S). #2147483647 restart attempts., -1",
    "Restart deactivated., -1",
    "Failure rate restart with maximum of 3 failures within interval PT5M., -1"
  })
  void theRestartLimitIsReadFromFlinksDescription(String description, long limit) throws Exception {
    describe(description);

    assertThat(flink.rest().restartLimit("1").orElse(-1)).isEqualTo(limit);
  }

  @ParameterizedTest
  @CsvSource({
    "restart-strategy.type, fixed-delay, 7, 7",
    "restart-strategy, fixeddelay, 7, 7",
    "restart-strategy.type, fixed-delay, 2147483647, -1",
    "restart-strategy.type, exponential-delay, 7, -1"
  })
  void aJobWithoutAStrategyOfItsOwnHasTheClusters(
      String key, String type, String attempts, long limit) throws Exception {
    describe("Cluster level default restart strategy");
    flink
        .jobManager()
        .answer(
            "/jobmanager/config",
            """
            [{"key":"%s","value":"%s"},
            {"key":"restart-strategy.fixed-delay.attempts","value":"%s"}]
            """
                .formatted(key, type, attempts));

    assertThat(flink.rest().restartLimit("1").orElse(-1)).isEqualTo(limit);
  }

  @Test
  void aJobThatIsGoneHasNoRestartLimit() throws Exception {
    assertThat(flink.rest().restartLimit("1")).isEqualTo(OptionalLong.empty());
  }

  @Test
  void placesThatFlinkDoesNotKnowAreEmpty() throws Exception {
    flink
        .jobManager()
        .answer(
            "/jobs/1/exceptions",
            """
            {"exceptionHistory":{"entries":[
            {"exceptionName":"a.B","timestamp":2,"taskName":null,"endpoint":"(unassigned)"},
            {"exceptionName":"a.A","timestamp":1,"taskName":"Map (1/2)","location":"tm-1:7"}]}}
            """);

    assertThat(flink.rest().failures("1"))
        .extracting(JobFailure::exception, JobFailure::taskName, JobFailure::taskManager)
        .containsExactly(tuple("a.A", "Map (1/2)", "tm-1:7"), tuple("a.B", "", ""));
  }

  private void describe(String strategy) {
    flink
        .jobManager()
        .answer(
            "/jobs/1/config", "{\"execution-config\":{\"restart-strategy\":\"" + strategy + "\"}}");
  }
}
