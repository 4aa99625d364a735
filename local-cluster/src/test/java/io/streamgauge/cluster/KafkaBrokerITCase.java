package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class KafkaBrokerITCase {

  private static KafkaBroker broker;

  @BeforeAll
  static void startBroker() {
    broker =
        KafkaBroker.builder()
            .superUser("hydrologist", "gauges and weirs")
            .user("tourist", "sun and sand")
            .configure("log.cleaner.backoff.ms", 200)
            .start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void everyLoginOpensEveryListenerThatWantsOne() throws Exception {
    List<KafkaLogin> logins =
        List.of(
            KafkaLogin.plain("hydrologist", "gauges and weirs"),
            KafkaLogin.scramSha256("hydrologist", "gauges and weirs"),
            KafkaLogin.scramSha512("hydrologist", "gauges and weirs"),
            KafkaLogin.unsecuredToken("hydrologist"));

    for (KafkaLogin each : logins) {
      assertThat(nodes(broker.client(KafkaListener.SASL_PLAINTEXT, each))).hasSize(1);
      assertThat(nodes(broker.client(KafkaListener.SASL_SSL, each))).hasSize(1);
    }
  }

  @Test
  void theOtherListenersNeedNoLogin() throws Exception {
    assertThat(nodes(broker.client())).hasSize(1);
    assertThat(nodes(broker.client(KafkaListener.SSL))).hasSize(1);
  }

  @Test
  void aWrongPasswordIsRefused() {
    Map<String, String> wrong =
        broker.client(KafkaListener.SASL_PLAINTEXT, KafkaLogin.plain("tourist", "rain"));

    assertThatThrownBy(() -> nodes(wrong)).hasCauseInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void whoHasNoRightSeesNoTopic() throws Exception {
    createTopic(broker, "secret-springs", 1);
    Map<String, String> tourist =
        broker.client(KafkaListener.SASL_SSL, KafkaLogin.plain("tourist", "sun and sand"));

    assertThatThrownBy(() -> topic(tourist, "secret-springs"))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void furtherPropertiesGetToTheBroker() throws Exception {
    try (Admin admin = admin(broker.client())) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, "1");
      DescribeConfigsResult configs = admin.describeConfigs(List.of(resource));

      assertThat(configs.all().get())
          .extractingByKey(resource)
          .extracting(each -> each.get("log.cleaner.backoff.ms").value())
          .isEqualTo("200");
    }
  }

  @Test
  void topicThatNobodyCreated_clientAsksForIt_isNotCreated() throws Exception {
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            new HashMap<>(broker.client()), new StringDeserializer(), new StringDeserializer())) {
      assertThat(consumer.partitionsFor("unborn")).isEmpty();
    }

    try (Admin admin = admin(broker.client())) {
      assertThat(admin.listTopics().names().get()).doesNotContain("unborn");
    }
  }

  @Test
  void dataOutliveAStopAndARestart() throws Exception {
    try (KafkaBroker other = KafkaBroker.start()) {
      createTopic(other, "rivers", 2);

      other.stop();
      other.restart();

      assertThat(topic(other.client(), "rivers").partitions()).hasSize(2);
      assertThat(other.log()).hasFileName("broker-2.log");
    }
  }

  @Test
  void aPausedBrokerAnswersNobodyUntilItIsResumed() throws Exception {
    try (KafkaBroker other = KafkaBroker.start()) {
      other.pause();
      assertThatThrownBy(() -> nodes(other.client())).isInstanceOf(ExecutionException.class);

      other.resume();

      assertThat(nodes(other.client())).hasSize(1);
    }
  }

  @Test
  void aTopicOfABrokerThatIsLostHasNoLeader() throws Exception {
    try (KafkaBroker first = KafkaBroker.start();
        KafkaBroker second = KafkaBroker.builder().joining(first).start()) {
      try (KafkaTopics topics = KafkaTopics.of(first)) {
        topics.create(new NewTopic("spread", Map.of(0, List.of(1), 1, List.of(2))));
      }
      assertThat(leader(first, 1)).map(Node::id).hasValue(second.nodeId());

      second.kill();

      Await.until("a partition without leader", WaitLimit.LIMIT, () -> leader(first, 1).isEmpty());
      assertThat(leader(first, 0)).map(Node::id).hasValue(first.nodeId());
    }
  }

  @Test
  void aSilentServerTakesConnectionsAndSaysNothing() throws IOException {
    try (SilentServer server = SilentServer.start()) {
      String[] address = server.address().split(":", 2);
      try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
        socket.setSoTimeout(100);

        assertThatThrownBy(() -> socket.getInputStream().read())
            .isInstanceOf(java.net.SocketTimeoutException.class);
      }
    }
  }

  private static Iterable<Node> nodes(Map<String, String> client) throws Exception {
    try (Admin admin = admin(client)) {
      return admin.describeCluster().nodes().get();
    }
  }

  private static Admin admin(Map<String, String> client) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("default.api.timeout.ms", 5_000);
    properties.put("request.timeout.ms", 5_000);
    return Admin.create(properties);
  }

  private static void createTopic(KafkaBroker at, String name, int partitions) {
    try (KafkaTopics topics = KafkaTopics.of(at)) {
      topics.create(name, partitions);
    }
  }

  private static TopicDescription topic(Map<String, String> client, String name) throws Exception {
    try (Admin admin = admin(client)) {
      return admin.describeTopics(List.of(name)).allTopicNames().get().values().iterator().next();
    }
  }

  private static Optional<Node> leader(KafkaBroker at, int partition) {
    try {
      Node leader = topic(at.client(), "spread").partitions().get(partition).leader();
      return Optional.ofNullable(leader).filter(node -> !node.isEmpty());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
