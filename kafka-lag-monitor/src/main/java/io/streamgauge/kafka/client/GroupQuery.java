package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks which groups there are, and what they have committed. */
final class GroupQuery {

  private final Inquiry inquiry;

  GroupQuery(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** All consumer groups, also those that only commit, as Flink's do. */
  Set<String> names(Deadline deadline) throws ProbeException, InterruptedException {
    Replies<String, Collection<GroupListing>> replies =
        inquiry.ask(
            "its groups",
            (admin, limit) ->
                Map.of(
                    "all",
                    admin.listGroups(ListGroupsOptions.forConsumerGroups().timeoutMs(limit)).all()),
            deadline);
    return replies.only("all").stream()
        .map(GroupListing::groupId)
        .collect(Collectors.toUnmodifiableSet());
  }

  Answers<String, Map<Partition, Long>> committed(Collection<String> names, Deadline deadline)
      throws ProbeException, InterruptedException {
    Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
    names.forEach(each -> specs.put(each, new ListConsumerGroupOffsetsSpec()));
    return inquiry
        .ask(
            "the offsets of " + names.size() + " groups",
            names.size(),
            (admin, limit) -> futures(admin, specs, limit),
            deadline)
        .answers(GroupQuery::offsets);
  }

  private static Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures(
      Admin admin, Map<String, ListConsumerGroupOffsetsSpec> specs, int limit) {
    ListConsumerGroupOffsetsResult result =
        admin.listConsumerGroupOffsets(
            specs, new ListConsumerGroupOffsetsOptions().timeoutMs(limit));
    Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures = new HashMap<>();
    for (String each : specs.keySet()) {
      futures.put(each, result.partitionsToOffsetAndMetadata(each));
    }
    return futures;
  }

  /** Kafka gives null for a partition of which nothing is committed. */
  private static Map<Partition, Long> offsets(
      Map<TopicPartition, @Nullable OffsetAndMetadata> committed) {
    Map<Partition, Long> offsets = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            offsets.put(new Partition(partition.topic(), partition.partition()), offset.offset());
          }
        });
    return Map.copyOf(offsets);
  }
}
