package io.streamgauge.it.cluster.job;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * A source that counts, slowly and without end, and is idle between two numbers.
 *
 * <p>Each subtask always has the same split, so that nothing about it changes with a restart.
 */
final class Ticks implements Source<Long, Ticks.Split, Integer> {
  private static final long serialVersionUID = 1;

  private final Duration pause;

  private Ticks(Duration pause) {
    this.pause = pause;
  }

  static DataStream<Long> of(StreamExecutionEnvironment environment) {
    return environment.fromSource(
        new Ticks(Duration.ofMillis(100)), WatermarkStrategy.noWatermarks(), "ticks", Types.LONG);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Long, Split> createReader(SourceReaderContext context) {
    return new TickReader(pause);
  }

  @Override
  public SplitEnumerator<Split, Integer> createEnumerator(SplitEnumeratorContext<Split> context) {
    return new OneSplitEach(context);
  }

  @Override
  public SplitEnumerator<Split, Integer> restoreEnumerator(
      SplitEnumeratorContext<Split> context, Integer checkpoint) {
    return new OneSplitEach(context);
  }

  @Override
  public SimpleVersionedSerializer<Split> getSplitSerializer() {
    return new SplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
    return new NumberSerializer();
  }

  /** The part of a subtask. */
  static final class Split implements SourceSplit {
    private final int subtask;

    Split(int subtask) {
      this.subtask = subtask;
    }

    @Override
    public String splitId() {
      return "split-" + subtask;
    }
  }

  /** Gives each reader its split when it comes. */
  private static final class OneSplitEach implements SplitEnumerator<Split, Integer> {
    private final SplitEnumeratorContext<Split> context;

    OneSplitEach(SplitEnumeratorContext<Split> context) {
      this.context = context;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<Split> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {
      context.assignSplit(new Split(subtask), subtask);
    }

    @Override
    public Integer snapshotState(long checkpoint) {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static final class NumberSerializer implements SimpleVersionedSerializer<Integer> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Integer number) {
      return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    @Override
    public Integer deserialize(int version, byte[] bytes) {
      return ByteBuffer.wrap(bytes).getInt();
    }
  }

  private static final class SplitSerializer implements SimpleVersionedSerializer<Split> {
    private final NumberSerializer numbers = new NumberSerializer();

    @Override
    public int getVersion() {
      return numbers.getVersion();
    }

    @Override
    public byte[] serialize(Split split) {
      return numbers.serialize(split.subtask);
    }

    @Override
    public Split deserialize(int version, byte[] bytes) {
      return new Split(numbers.deserialize(version, bytes));
    }
  }
}
