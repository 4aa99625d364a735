package io.streamgauge.checkpoint.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flink")
class FailureReasonTest {

  private static final Map<FailureReason, Set<String>> FLINKS =
      Map.of(
          FailureReason.EXPIRED,
          Set.of("CHECKPOINT_EXPIRED"),
          FailureReason.DECLINED,
          Set.of(
              "CHECKPOINT_DECLINED",
              "CHECKPOINT_DECLINED_TASK_NOT_READY",
              "CHECKPOINT_DECLINED_TASK_CLOSING",
              "CHECKPOINT_DECLINED_SUBSUMED",
              "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER",
              "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM"),
          FailureReason.STORAGE,
          Set.of(
              "IO_EXCEPTION",
              "CHECKPOINT_ASYNC_EXCEPTION",
              "CHANNEL_STATE_SHARED_STREAM_EXCEPTION",
              "FINALIZE_CHECKPOINT_FAILURE"));

  @Test
  void everyReasonOfFlinkIsToldByItsMessage() {
    Map<String, FailureReason> found =
        Arrays.stream(CheckpointFailureReason.values())
            .collect(Collectors.toMap(Enum::name, each -> FailureReason.of(each.message())));

    assertThat(found)
        .allSatisfy((name, reason) -> assertThat(reason).as(name).isEqualTo(expected(name)));
  }

  @Test
  void everyReasonOfFlinkIsToldWithinTheMessageOfAnException() {
    for (CheckpointFailureReason each : CheckpointFailureReason.values()) {
      CheckpointException exception =
          new CheckpointException("Could not complete snapshot 3 for operator x.", each);
      String message = String.valueOf(exception.getMessage());

      assertThat(FailureReason.of(message)).as(message).isEqualTo(expected(each.name()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "something new"})
  void whatIsNotKnownIsOther(String message) {
    assertThat(FailureReason.of(message)).isEqualTo(FailureReason.OTHER);
  }

  private static FailureReason expected(String name) {
    return FLINKS.entrySet().stream()
        .filter(each -> each.getValue().contains(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(FailureReason.OTHER);
  }
}
