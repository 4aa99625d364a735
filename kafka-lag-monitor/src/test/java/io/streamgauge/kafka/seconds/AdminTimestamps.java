package io.streamgauge.kafka.seconds;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** A real cluster that is asked for timestamps. */
final class AdminTimestamps extends TimestampBroker {

  private final Admin admin;

  AdminTimestamps(Admin admin) {
    this.admin = admin;
  }

  @Override
  public Answers<Partition, StoredRecord> firstSince(Map<Partition, Long> times, Deadline deadline)
      throws ProbeException, InterruptedException {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    times.forEach(
        (partition, time) ->
            specs.put(
                new TopicPartition(partition.topic(), partition.number()),
                OffsetSpec.forTimestamp(time)));
    Map<Partition, StoredRecord> answers = new HashMap<>();
    try {
      Map<TopicPartition, ListOffsetsResultInfo> results = admin.listOffsets(specs).all().get();
      results.forEach(
          (partition, result) ->
              answers.put(
                  new Partition(partition.topic(), partition.partition()),
                  new StoredRecord(result.offset(), result.timestamp())));
    } catch (ExecutionException e) {
      throw new ProbeException(ProbeError.UNREACHABLE, "the broker does not answer", e);
    }
    return new Answers<>(answers, Map.of());
  }
}
