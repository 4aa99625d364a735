package io.streamgauge.it.cluster.job;

import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/** Counts, and does at checkpoints and at records what the script says. */
final class Scripted extends RichMapFunction<Long, Long> implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private final Script script;
  private transient @Nullable ListState<Long> count;
  private long seen;

  Scripted(String directory) {
    this.script = new Script(directory);
  }

  /** What the first failure of a loop has at its root. */
  static final class FirstFault extends Exception {
    private static final long serialVersionUID = 1;

    FirstFault(String message) {
      super(message);
    }
  }

  /** What the later ones have. */
  static final class Consequence extends RuntimeException {
    private static final long serialVersionUID = 1;

    Consequence(String message) {
      super(message);
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    count =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("count", new ScriptedSerializer()));
  }

  @Override
  public Long map(Long value) throws Exception {
    script.waitWhile(Script.HOLD_RECORDS);
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      if (script.says(Script.FIRST_FAULT)) {
        throw new IllegalStateException("the script says so", new FirstFault("secret of the job"));
      }
      if (script.says(Script.CONSEQUENCE)) {
        throw new Consequence(
            "secret " + System.nanoTime() + "\nCaused by: forged.Exception" + System.nanoTime());
      }
    }
    seen++;
    return value;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    script.waitWhile(Script.HOLD);
    Objects.requireNonNull(count).update(List.of(script.says(Script.DECLINE) ? -1 : seen));
  }
}
