package io.streamgauge.it.cluster.job;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;

/**
 * Writes numbers unless they are negative: then the checkpoint is declined, as a task declines it
 * that cannot take part. (An exception of a function's own would fail the task.)
 */
public final class ScriptedSerializer extends TypeSerializerSingleton<Long> {
  private static final long serialVersionUID = 1;

  @Override
  public void serialize(Long record, DataOutputView target) throws IOException {
    if (record < 0) {
      throw new IOException(
          new CheckpointException(
              "the script says so", CheckpointFailureReason.CHECKPOINT_DECLINED));
    }
    LongSerializer.INSTANCE.serialize(record, target);
  }

  @Override
  public Long deserialize(DataInputView source) throws IOException {
    return LongSerializer.INSTANCE.deserialize(source);
  }

  @Override
  public Long deserialize(Long reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    LongSerializer.INSTANCE.copy(source, target);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public Long createInstance() {
    return 0L;
  }

  @Override
  public Long copy(Long from) {
    return from;
  }

  @Override
  public Long copy(Long from, Long reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return Long.BYTES;
  }

  @Override
  public TypeSerializerSnapshot<Long> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Nothing about it ever changes. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Long> {
    public Snapshot() {
      super(ScriptedSerializer::new);
    }
  }
}
