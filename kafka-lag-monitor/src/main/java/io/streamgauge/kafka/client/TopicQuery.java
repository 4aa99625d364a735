package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Asks which topics there are, and what they are like. */
final class TopicQuery {

  private final Inquiry inquiry;

  TopicQuery(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** The topics that exist; those that do not are no failures. */
  Answers<String, Topic> describe(Collection<String> names, Deadline deadline)
      throws ProbeException, InterruptedException {
    TopicCollection topics = TopicCollection.ofTopicNames(names);
    Replies<String, TopicDescription> replies =
        inquiry.ask(
            names.size() + " topics",
            (admin, limit) ->
                admin
                    .describeTopics(topics, new DescribeTopicsOptions().timeoutMs(limit))
                    .topicNameValues(),
            deadline);
    replies.forgive(ProbeError.NOT_FOUND);
    return replies.answers(TopicQuery::topic);
  }

  private static Topic topic(TopicDescription description) {
    Set<Integer> partitions = new HashSet<>();
    Set<Integer> leaderless = new HashSet<>();
    for (TopicPartitionInfo each : description.partitions()) {
      partitions.add(each.partition());
      if (isNobody(each.leader())) {
        leaderless.add(each.partition());
      }
    }
    return new Topic(description.name(), description.topicId().toString(), partitions, leaderless);
  }

  private static boolean isNobody(@Nullable Node leader) {
    return leader == null || leader.isEmpty();
  }

  /** Which of the topics are compacted, of those that one may know. */
  Set<String> compacted(Collection<String> names, Deadline deadline)
      throws ProbeException, InterruptedException {
    Set<ConfigResource> resources =
        names.stream()
            .map(each -> new ConfigResource(ConfigResource.Type.TOPIC, each))
            .collect(Collectors.toSet());
    Replies<ConfigResource, Config> replies =
        inquiry.ask(
            "the policies of " + names.size() + " topics",
            (admin, limit) ->
                admin
                    .describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(limit))
                    .values(),
            deadline);
    return replies.answers(TopicQuery::isCompacted).values().entrySet().stream()
        .filter(each -> each.getValue())
        .map(each -> each.getKey().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isCompacted(Config config) {
    ConfigEntry policy = config.get("cleanup.policy");
    return policy != null && String.valueOf(policy.value()).contains("compact");
  }
}
