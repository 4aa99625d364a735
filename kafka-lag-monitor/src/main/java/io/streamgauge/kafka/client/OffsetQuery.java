package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks for offsets of partitions. */
final class OffsetQuery {

  private final Inquiry inquiry;
  private final TopicQuery topics;

  OffsetQuery(Inquiry inquiry, TopicQuery topics) {
    this.inquiry = inquiry;
    this.topics = topics;
  }

  /** Offsets that are the same however one reads. */
  Answers<Partition, ListOffsetsResultInfo> find(
      String what, Map<Partition, OffsetSpec> specs, Deadline deadline)
      throws ProbeException, InterruptedException {
    return find(what, specs, IsolationLevel.READ_UNCOMMITTED, deadline);
  }

  Answers<Partition, Long> ends(
      Collection<Partition> partitions, Isolation isolation, Deadline deadline)
      throws ProbeException, InterruptedException {
    IsolationLevel level = IsolationLevel.valueOf(isolation.name());
    return offsets(find("the ends", each(partitions, OffsetSpec.latest()), level, deadline));
  }

  Answers<Partition, Long> starts(Collection<Partition> partitions, Deadline deadline)
      throws ProbeException, InterruptedException {
    return offsets(find("the starts", each(partitions, OffsetSpec.earliest()), deadline));
  }

  private static Map<Partition, OffsetSpec> each(
      Collection<Partition> partitions, OffsetSpec spec) {
    Map<Partition, OffsetSpec> specs = new HashMap<>();
    partitions.forEach(each -> specs.put(each, spec));
    return specs;
  }

  private static Answers<Partition, Long> offsets(
      Answers<Partition, ListOffsetsResultInfo> answers) {
    Map<Partition, Long> offsets = new HashMap<>();
    answers.values().forEach((partition, info) -> offsets.put(partition, info.offset()));
    return new Answers<>(offsets, answers.failures());
  }

  /**
   * Partitions that have gone since the caller looked, or have lost their leader, would have
   * Kafka's client ask without end: they are looked up then, and the others asked again.
   */
  private Answers<Partition, ListOffsetsResultInfo> find(
      String what, Map<Partition, OffsetSpec> specs, IsolationLevel level, Deadline deadline)
      throws ProbeException, InterruptedException {
    if (specs.isEmpty()) {
      return Answers.none();
    }
    Replies<Partition, ListOffsetsResultInfo> replies = ask(what, specs, level, deadline);
    if (!replies.stuck().isEmpty()) {
      Map<Partition, OffsetSpec> again = new HashMap<>(specs);
      try {
        again.keySet().retainAll(askable(replies, deadline));
        if (!again.isEmpty()) {
          replies.replace(ask(what, again, level, deadline));
        }
      } catch (ProbeException e) {
        // The answers that there are, and the reasons why the others are missing, are kept.
      }
    }
    return replies.answers(info -> info);
  }

  private Replies<Partition, ListOffsetsResultInfo> ask(
      String what, Map<Partition, OffsetSpec> specs, IsolationLevel level, Deadline deadline)
      throws ProbeException, InterruptedException {
    return inquiry.ask(
        what + " of " + specs.size() + " partitions",
        (admin, limit) -> futures(admin, specs, level, limit),
        deadline);
  }

  /** Those of the stuck that can be asked; those that do not exist have failed for that reason. */
  private Set<Partition> askable(
      Replies<Partition, ListOffsetsResultInfo> replies, Deadline deadline)
      throws ProbeException, InterruptedException {
    Set<Partition> stuck = Set.copyOf(replies.stuck());
    Answers<String, Topic> described =
        topics.describe(stuck.stream().map(Partition::topic).collect(Collectors.toSet()), deadline);
    Set<Partition> askable = new HashSet<>();
    for (Partition each : stuck) {
      Topic topic = described.of(each.topic()).orElse(null);
      if (topic == null || !topic.partitions().contains(each.number())) {
        replies.failed(each, ProbeError.NOT_FOUND);
      } else if (topic.canBeAsked(each.number())) {
        askable.add(each);
      }
    }
    return askable;
  }

  private static Map<Partition, KafkaFuture<ListOffsetsResultInfo>> futures(
      Admin admin, Map<Partition, OffsetSpec> specs, IsolationLevel level, int limit) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    specs.forEach((partition, spec) -> asked.put(kafkas(partition), spec));
    ListOffsetsResult result =
        admin.listOffsets(asked, new ListOffsetsOptions(level).timeoutMs(limit));
    Map<Partition, KafkaFuture<ListOffsetsResultInfo>> futures = new HashMap<>();
    for (Partition each : specs.keySet()) {
      futures.put(each, result.partitionResult(kafkas(each)));
    }
    return futures;
  }

  private static TopicPartition kafkas(Partition partition) {
    return new TopicPartition(partition.topic(), partition.number());
  }
}
