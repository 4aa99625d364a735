package io.streamgauge.it.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The lag of a source in records, as it is, as we publish it and as Flink does, side by side. */
final class LagTable {

  private final String job;
  private final String source;
  private final List<Row> rows = new ArrayList<>();

  LagTable(String job, String source) {
    this.job = job;
    this.source = source;
  }

  /** Adds what was published at one moment, beside the truth. */
  void add(PublishedLag lag, long truth) {
    rows.add(
        new Row(
            truth,
            lag.source().toString(),
            lag.ofFlink("pendingRecords", job, source),
            lag.ofFlink("KafkaSourceReader_KafkaConsumer_records_lag_max", job, source)));
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("lag of " + job + ", source " + source + "\n");
    text.append(line("truth", "ours", "pendingRecords", "records_lag_max"));
    for (Row each : rows) {
      text.append(line(each.truth, each.ours, text(each.pendingRecords), text(each.recordsLagMax)));
    }
    return text.toString();
  }

  private static String line(Object... cells) {
    return String.format("%8s  %-20s  %14s  %15s%n", cells);
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() + "" : "absent";
  }

  /**
   * One moment.
   *
   * @param ours by position_source
   * @param pendingRecords what Flink calls so
   * @param recordsLagMax the Kafka client's records-lag-max, as Flink publishes it
   */
  record Row(
      long truth, String ours, OptionalDouble pendingRecords, OptionalDouble recordsLagMax) {}
}
