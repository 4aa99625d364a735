package io.streamgauge.kafka.client;

import static io.streamgauge.kafka.testing.Connections.in;
import static io.streamgauge.kafka.testing.Connections.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaListener;
import io.streamgauge.cluster.KafkaLogin;
import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class SecurityTest {

  private static final String PASSWORD = "canary-of-the-reader";
  private static final Partition OPEN = new Partition("open", 0);
  private static final Partition SECRET = new Partition("secret", 0);

  private static RealKafka kafka;

  private final Path directory;

  SecurityTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void startKafka() throws Exception {
    kafka =
        RealKafka.start(
            KafkaBroker.builder()
                .user("reader", PASSWORD)
                .superUser("owner", "canary-of-the-owner"));
    kafka.topic("open", 1);
    kafka.topic("secret", 1);
    kafka.write(OPEN, 1_000, 2_000);
    kafka.write(SECRET, 1_000);
    kafka.alter("own", OPEN, 1);
    kafka.alter("foreign", OPEN, 2);
    permit(ResourceType.TOPIC, "open");
    permit(ResourceType.GROUP, "own");
  }

  /** What the reader needs for offsets: the right to describe, and no other. */
  private static void permit(ResourceType type, String name) throws Exception {
    AccessControlEntry describe =
        new AccessControlEntry("User:reader", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW);
    ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
    kafka.admin().createAcls(List.of(new AclBinding(resource, describe))).all().get();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  static Stream<Map<String, String>> waysIn() {
    KafkaBroker broker = kafka.broker();
    return Stream.concat(
        Stream.of(broker.client(KafkaListener.SSL)),
        Stream.of(
                KafkaLogin.plain("owner", "canary-of-the-owner"),
                KafkaLogin.scramSha256("owner", "canary-of-the-owner"),
                KafkaLogin.scramSha512("owner", "canary-of-the-owner"),
                KafkaLogin.unsecuredToken("owner"))
            .flatMap(
                login ->
                    Stream.of(
                        broker.client(KafkaListener.SASL_PLAINTEXT, login),
                        broker.client(KafkaListener.SASL_SSL, login))));
  }

  @ParameterizedTest
  @MethodSource("waysIn")
  void everyLoginAndTlsLeadToTheSameAnswers(Map<String, String> client) throws Exception {
    try (Broker broker = Connections.connect(client)) {
      assertThat(broker.ends(Set.of(OPEN), Isolation.READ_COMMITTED, soon()).of(OPEN)).hasValue(2L);
      assertThat(broker.read(Map.of(OPEN, 1L), Isolation.READ_COMMITTED, soon()).of(OPEN))
          .hasValue(new StoredRecord(1, 2_000));
    }
  }

  @Test
  void aWrongPasswordIsAFailureOfAuthentication() throws Exception {
    Map<String, String> client =
        kafka.broker().client(KafkaListener.SASL_PLAINTEXT, KafkaLogin.plain("reader", "wrong"));
    try (Broker broker = Connections.connect(client)) {
      assertThat(failure(broker))
          .hasMessage(
              "cluster main cannot be asked for the offsets of 1 groups:"
                  + " SaslAuthenticationException")
          .hasNoCause()
          .extracting(ProbeException::reason)
          .isEqualTo(ProbeError.AUTHENTICATION);
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsAFailureOfAuthentication() throws Exception {
    Map<String, String> client = new HashMap<>(kafka.broker().client(KafkaListener.SSL));
    client.keySet().removeIf(key -> key.startsWith("ssl."));
    try (Broker broker = Connections.connect(client)) {
      assertThat(failure(broker).reason()).isEqualTo(ProbeError.AUTHENTICATION);
    }
  }

  @Test
  void aPasswordThatIsPutRightInTheFileIsTakenUpByTheSameObject() throws Exception {
    Path file = directory.resolve("client.properties");
    Files.writeString(file, jaas("wrong"));
    Map<String, String> keys =
        new HashMap<>(
            Connections.prefixed(
                kafka
                    .broker()
                    .client(KafkaListener.SASL_PLAINTEXT, KafkaLogin.plain("reader", "unused"))));
    keys.remove("properties.sasl.jaas.config");
    keys.put("properties-file", file.toString());
    try (Broker broker = Connections.outsideFlink().connect(Connections.cluster(keys))) {
      assertThat(failure(broker).reason()).isEqualTo(ProbeError.AUTHENTICATION);

      Files.writeString(file, jaas(PASSWORD));

      assertThat(broker.committed(List.of("own"), soon()).of("own")).hasValue(Map.of(OPEN, 1L));
    }
  }

  private static String jaas(String password) {
    return "sasl.jaas.config = "
        + KafkaLogin.plain("reader", password).properties().get("sasl.jaas.config")
        + '\n';
  }

  @Test
  void whatMayNotBeDescribedFailsAndTheRestIsAnswered() throws Exception {
    try (Broker broker = Connections.connect(reader())) {
      Answers<String, Topic> topics = broker.topics(List.of("open", "secret"), soon());
      Answers<String, Map<Partition, Long>> committed =
          broker.committed(List.of("own", "foreign"), soon());
      Answers<Partition, Long> ends =
          broker.ends(Set.of(OPEN, SECRET), Isolation.READ_COMMITTED, soon());

      assertThat(topics.values()).containsOnlyKeys("open");
      assertThat(topics.failures()).isEqualTo(Map.of("secret", ProbeError.AUTHORIZATION));
      assertThat(committed.values()).isEqualTo(Map.of("own", Map.of(OPEN, 1L)));
      assertThat(committed.failures()).isEqualTo(Map.of("foreign", ProbeError.AUTHORIZATION));
      assertThat(ends.values()).isEqualTo(Map.of(OPEN, 2L));
      assertThat(ends.failures()).isEqualTo(Map.of(SECRET, ProbeError.AUTHORIZATION));
      assertThat(broker.groups(soon())).containsExactly("own");
      assertThat(broker.compacted(List.of("open", "secret"), soon())).isEmpty();
    }
  }

  @Test
  void whatMayNotBeReadFailsAndTheRestIsRead() throws Exception {
    AccessControlEntry read =
        new AccessControlEntry("User:listener", "*", AclOperation.ALL, AclPermissionType.ALLOW);
    AccessControlEntry describe =
        new AccessControlEntry(
            "User:listener", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW);
    kafka
        .admin()
        .createAcls(
            List.of(new AclBinding(topic("open"), read), new AclBinding(topic("secret"), describe)))
        .all()
        .get();
    Map<String, String> client =
        kafka.broker().client(KafkaListener.SASL_PLAINTEXT, KafkaLogin.unsecuredToken("listener"));
    try (Broker broker = Connections.connect(client)) {
      Answers<Partition, StoredRecord> records =
          broker.read(Map.of(OPEN, 0L, SECRET, 0L), Isolation.READ_UNCOMMITTED, soon());

      assertThat(records.values()).isEqualTo(Map.of(OPEN, new StoredRecord(0, 1_000)));
      assertThat(records.failures()).isEqualTo(Map.of(SECRET, ProbeError.AUTHORIZATION));
    }
  }

  private static ResourcePattern topic(String name) {
    return new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL);
  }

  @Test
  void aLoginModuleOfTheUsersIsFoundInTheClasspath() throws Exception {
    Path source = directory.resolve("OwnLoginModule.java");
    Files.writeString(
        source,
        "package own;\npublic final class OwnLoginModule"
            + " extends org.apache.kafka.common.security.plain.PlainLoginModule {}\n");
    Path classes = Files.createDirectory(directory.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(status).isZero();
    KafkaLogin login = KafkaLogin.plain("reader", PASSWORD).module("own.OwnLoginModule");
    Map<String, String> keys =
        new HashMap<>(
            Connections.prefixed(kafka.broker().client(KafkaListener.SASL_PLAINTEXT, login)));

    try (Broker without = Connections.outsideFlink().connect(Connections.cluster(keys))) {
      assertThat(failure(without).reason()).isEqualTo(ProbeError.CONFIGURATION);
    }
    keys.put("classpath", classes.toString());
    try (Broker with = Connections.outsideFlink().connect(Connections.cluster(keys))) {
      assertThat(with.committed(List.of("own"), soon()).of("own")).hasValue(Map.of(OPEN, 1L));
    }
  }

  /** As in Flink: a job has a copy of Kafka's client of its own, and so has the next job. */
  @ParameterizedTest
  @MethodSource("logins")
  void aLoginWorksBesideThatOfAnotherCopyOfKafkaAndAfterItsEnd(KafkaLogin login) throws Exception {
    List<Provider> registered = saslProviders();
    registered.forEach(each -> Security.removeProvider(each.getName()));
    try {
      Broker first = copy(login);
      Broker second = copy(login);
      assertThat(first.groups(soon())).contains("own");
      assertThat(second.groups(soon())).contains("own");

      first.close();

      try (Broker third = copy(login)) {
        assertThat(third.groups(soon())).contains("own");
        second.close();
      }
    } finally {
      saslProviders().forEach(each -> Security.removeProvider(each.getName()));
      registered.forEach(Security::addProvider);
    }
  }

  static Stream<KafkaLogin> logins() {
    return Stream.of(
        KafkaLogin.plain("owner", "canary-of-the-owner"),
        KafkaLogin.scramSha256("owner", "canary-of-the-owner"));
  }

  /** Why it is refused inside Flink: if this fails one day, it need not be any longer. */
  @Test
  void anOauthbearerLoginPreventsThatOfAnotherCopyOfKafka() throws Exception {
    List<Provider> registered = saslProviders();
    registered.forEach(each -> Security.removeProvider(each.getName()));
    KafkaLogin login = KafkaLogin.unsecuredToken("owner");
    try (Broker first = copy(login);
        Broker second = copy(login)) {
      assertThat(first.groups(soon())).contains("own");

      assertThatThrownBy(() -> second.groups(in(Duration.ofSeconds(2))))
          .isInstanceOf(ProbeException.class);
    } finally {
      saslProviders().forEach(each -> Security.removeProvider(each.getName()));
      registered.forEach(Security::addProvider);
    }
  }

  private static List<Provider> saslProviders() {
    return Arrays.stream(Security.getProviders())
        .filter(each -> each.getClass().getName().startsWith("org.apache.kafka."))
        .toList();
  }

  private Broker copy(KafkaLogin login) throws Exception {
    Map<String, String> client = kafka.broker().client(KafkaListener.SASL_PLAINTEXT, login);
    Map<String, String> keys = new HashMap<>(Connections.prefixed(client));
    keys.put("classpath", directory.toString());
    return Connections.outsideFlink().connect(Connections.cluster(keys));
  }

  private static Map<String, String> reader() {
    return kafka
        .broker()
        .client(KafkaListener.SASL_PLAINTEXT, KafkaLogin.scramSha256("reader", PASSWORD));
  }

  private static ProbeException failure(Broker broker) {
    return catchThrowableOfType(
        ProbeException.class, () -> broker.committed(List.of("own"), soon()));
  }
}
