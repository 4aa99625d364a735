package io.streamgauge.udf;

import io.streamgauge.reporter.internal.registry.DropReason;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.kafka.common.TopicPartition;

/** Breaks the rules of the library for jobs. */
public final class PlantedUdf {

  public TopicPartition importsKafka() {
    return new TopicPartition("planted", 0);
  }

  public boolean importsTheTableApi(Object function) {
    return function instanceof ScalarFunction;
  }

  public DropReason importsTheReporter() {
    return DropReason.NULL;
  }
}
