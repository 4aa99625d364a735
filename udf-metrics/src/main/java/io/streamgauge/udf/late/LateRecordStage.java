package io.streamgauge.udf.late;

import io.streamgauge.udf.internal.meter.Names;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * A place in a job where late records are counted: before a shuffle, behind it, in a function, or
 * in a late side output. Immutable.
 *
 * <p>Each adds an operator without state, called and identified by the stage: give the operators
 * that have state uids, so that savepoints find them with and without it. A stage must not be used
 * twice in the same way in a job.
 */
public final class LateRecordStage implements Serializable {

  private static final long serialVersionUID = 1;

  private final String name;

  LateRecordStage(String name) {
    this.name = Names.checked("a stage for late records", name);
  }

  /**
   * Looks at records before they are shuffled. The probe has the parallelism of the stream, is
   * chained to it, and sees the watermark of its own subtask: a record that is late here may be in
   * time behind a shuffle, where the watermark is the least of all subtasks.
   */
  public <T> SingleOutputStreamOperator<T> before(DataStream<T> stream) {
    return identified(stream.process(new Probe<>(this), stream.getType()), "")
        .setParallelism(stream.getParallelism());
  }

  /**
   * Looks at records behind the shuffle by key, with the watermark that a window, a join or a
   * pattern on the same keys has: what is late here is late there. The operator behind it must have
   * the same parallelism and maximum parallelism, as the job's defaults; one with a single input is
   * chained to it.
   */
  public <T, K> KeyedStream<T, K> after(KeyedStream<T, K> stream) {
    // Of the keyed stream only the partitioning: a keyed operator would have state, of its timers.
    DataStream<T> partitioned =
        new DataStream<>(stream.getExecutionEnvironment(), stream.getTransformation());
    SingleOutputStreamOperator<T> probed =
        identified(partitioned.process(new Probe<>(this), stream.getType()), "");
    return DataStreamUtils.reinterpretAsKeyedStream(
        probed, stream.getKeySelector(), stream.getKeyType());
  }

  /**
   * Counts what comes through a late side output as dropped, and passes it on: of the stage's
   * records and late records it counts none, since those are a probe's to see. With a side output
   * Flink's own {@code numLateRecordsDropped} does not count them.
   */
  public <T> SingleOutputStreamOperator<T> dropped(DataStream<T> lateSideOutput) {
    return identified(
            lateSideOutput.process(new DroppedRecords<>(name), lateSideOutput.getType()),
            " dropped")
        .setParallelism(lateSideOutput.getParallelism());
  }

  /** Counts in a function that looks at timestamps and watermarks itself, in its {@code open}. */
  public LateRecords open(RuntimeContext context) {
    return new LateRecords(name, OperatorMetrics.of(context));
  }

  private <T> SingleOutputStreamOperator<T> identified(
      SingleOutputStreamOperator<T> operator, String what) {
    return operator
        .name("Late records: " + name + what)
        .uid("streamgauge-late-records-" + name + what);
  }
}
