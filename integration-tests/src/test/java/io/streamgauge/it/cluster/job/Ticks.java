package io.streamgauge.it.cluster.job;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A stream of numbers that comes slowly and does not end. */
final class Ticks {
  private Ticks() {}

  static DataStream<Long> of(StreamExecutionEnvironment environment, int perSecond) {
    GeneratorFunction<Long, Long> same = index -> index;
    return environment.fromSource(
        new DataGeneratorSource<>(
            same, Long.MAX_VALUE, RateLimiterStrategy.perSecond(perSecond), Types.LONG),
        WatermarkStrategy.noWatermarks(),
        "ticks");
  }
}
