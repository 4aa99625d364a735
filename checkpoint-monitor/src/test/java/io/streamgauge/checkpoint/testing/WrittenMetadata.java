package io.streamgauge.checkpoint.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/** Contents of {@code _metadata}, written by Flink's own classes. */
public final class WrittenMetadata {

  private WrittenMetadata() {}

  /** The metadata of a checkpoint with keyed state in files of these paths, one a subtask. */
  public static byte[] referringTo(List<String> paths) {
    OperatorState operator = operator(Math.max(1, paths.size()));
    for (int i = 0; i < paths.size(); i++) {
      KeyGroupRange groups = KeyGroupRange.of(i, i);
      operator.putState(
          i,
          OperatorSubtaskState.builder()
              .setManagedKeyedState(
                  new KeyGroupsStateHandle(
                      new KeyGroupRangeOffsets(groups, new long[] {0}),
                      new FileStateHandle(new Path(paths.get(i)), 10)))
              .build());
    }
    operator.setCoordinatorState(new ByteStreamStateHandle("coordinator", "c".getBytes(UTF_8)));
    return of(operator);
  }

  /** The metadata of a checkpoint with one operator. */
  public static byte[] of(OperatorState operator) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(7, List.of(operator), List.of()), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An operator without state; its constructor has other parameters since Flink 2.0. */
  public static OperatorState operator(int parallelism) {
    List<Object> arguments = new ArrayList<>();
    var constructor =
        java.util.Arrays.stream(OperatorState.class.getConstructors())
            .filter(each -> List.of(3, 5).contains(each.getParameterCount()))
            .findFirst()
            .orElseThrow();
    if (constructor.getParameterCount() == 5) {
      arguments.add("name");
      arguments.add("uid");
    }
    arguments.add(new OperatorID());
    arguments.add(parallelism);
    arguments.add(1 << 15);
    try {
      return (OperatorState) constructor.newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
