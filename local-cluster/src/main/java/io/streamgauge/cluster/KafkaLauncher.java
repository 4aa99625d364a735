package io.streamgauge.cluster;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prepares the directory of a broker, and starts its processes in it. */
final class KafkaLauncher {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String SECURITY = "org.apache.kafka.common.security.";
  private static final List<String> SCRAM = List.of("SCRAM-SHA-256", "SCRAM-SHA-512");

  private final KafkaDistribution distribution;
  private final Path directory;
  private final String clusterId;
  private final int nodeId;
  private final String controller;
  private final boolean isController;
  private final Map<KafkaListener, Integer> ports = new EnumMap<>(KafkaListener.class);
  private final Map<String, String> users = new LinkedHashMap<>();
  private final List<String> superUsers = new ArrayList<>(List.of("User:ANONYMOUS"));
  private @Nullable LoopbackCertificate certificate;
  private int starts;

  private KafkaLauncher(
      KafkaDistribution distribution,
      Path directory,
      String clusterId,
      int nodeId,
      String controller,
      boolean isController) {
    this.distribution = distribution;
    this.directory = directory;
    this.clusterId = clusterId;
    this.nodeId = nodeId;
    this.controller = controller;
    this.isController = isController;
    ports.put(KafkaListener.PLAINTEXT, FreePorts.next());
  }

  /** The first broker of a cluster, which is its controller too. */
  static KafkaLauncher ofCluster(KafkaDistribution distribution, Path directory) {
    String controller = "127.0.0.1:" + FreePorts.next();
    return new KafkaLauncher(distribution, directory, newId(), 1, controller, true);
  }

  /** A further broker. */
  static KafkaLauncher joining(
      KafkaLauncher first, int nodeId, KafkaDistribution distribution, Path directory) {
    return new KafkaLauncher(
        distribution, directory, first.clusterId, nodeId, first.controller, false);
  }

  /** Adds listeners behind logins and TLS, and lets nobody but super users do anything. */
  void secure(Map<String, String> passwords, List<String> ofSuperUsers) throws IOException {
    Files.createDirectories(directory);
    users.putAll(passwords);
    ofSuperUsers.forEach(user -> superUsers.add("User:" + user));
    for (KafkaListener each : KafkaListener.values()) {
      ports.computeIfAbsent(each, unused -> FreePorts.next());
    }
    certificate = LoopbackCertificate.create(directory);
  }

  Path directory() {
    return directory;
  }

  int nodeId() {
    return nodeId;
  }

  boolean isController() {
    return isController;
  }

  /** Host and port of a listener, if there is one. */
  @Nullable String address(KafkaListener listener) {
    Integer port = ports.get(listener);
    return port == null ? null : "127.0.0.1:" + port;
  }

  @Nullable LoopbackCertificate certificate() {
    return certificate;
  }

  /** Writes the configuration, and formats the directory of the data. */
  void prepare(Map<String, String> furtherProperties) throws IOException {
    Files.createDirectories(directory);
    Properties properties = properties();
    properties.putAll(furtherProperties);
    try (Writer file = Files.newBufferedWriter(directory.resolve("server.properties"))) {
      properties.store(file, null);
    }
    JavaCommand.writeLogConfiguration(directory.resolve("log4j2.properties"));
    format();
  }

  private void format() {
    List<String> arguments = new ArrayList<>(List.of("format", "-t", clusterId, "-c", file()));
    if (isController) {
      users.forEach(
          (user, password) ->
              SCRAM.forEach(
                  mechanism -> {
                    arguments.add("--add-scram");
                    arguments.add(mechanism + "=[name=" + user + ",password=" + password + ']');
                  }));
    }
    run("format", "kafka.tools.StorageTool", arguments).awaitSuccess(LIMIT);
  }

  /** Starts the broker; its log is {@link #log()} from now on. */
  ChildProcess start() {
    starts++;
    return run(name(), "kafka.Kafka", List.of(file()));
  }

  /** The log of the last start. */
  Path log() {
    return directory.resolve(name() + ".log");
  }

  private String name() {
    return starts == 1 ? "broker" : "broker-" + starts;
  }

  private String file() {
    return directory.resolve("server.properties").toString();
  }

  private ChildProcess run(String name, String mainClass, List<String> arguments) {
    List<String> command =
        new JavaCommand(JavaCommand.ownHome())
            .options(List.of("-Xms128m", "-Xmx384m", "-XX:TieredStopAtLevel=1"))
            .property("java.io.tmpdir", directory)
            .log(directory.resolve("log4j2.properties"), directory.resolve(name + ".log"))
            .main(distribution.lib() + "/*", mainClass, arguments);
    Path output = directory.resolve(name + ".out");
    return ChildProcess.start("Kafka's " + name, command, Map.of(), output);
  }

  /** 16 bytes in base 64, as Kafka writes them. */
  private static String newId() {
    UUID id = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    // A leading dash would read as an option.
    return text.startsWith("-") ? "A" + text.substring(1) : text;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            isController ? "broker,controller" : "broker",
            "node.id",
            Integer.toString(nodeId),
            "controller.quorum.voters",
            "1@" + controller,
            "controller.listener.names",
            "CONTROLLER",
            "listeners",
            listeners() + (isController ? ",CONTROLLER://" + controller : ""),
            "advertised.listeners",
            listeners(),
            "inter.broker.listener.name",
            "PLAINTEXT",
            "listener.security.protocol.map",
            "CONTROLLER:PLAINTEXT," + protocols(),
            "log.dirs",
            directory.resolve("data").toString()));
    properties.putAll(
        Map.of(
            // A producer that still knows a deleted topic would create it again.
            "auto.create.topics.enable", "false",
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "4",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0"));
    if (certificate != null) {
      properties.putAll(security(certificate));
    }
    return properties;
  }

  private String listeners() {
    return ports.entrySet().stream()
        .map(each -> each.getKey() + "://127.0.0.1:" + each.getValue())
        .collect(Collectors.joining(","));
  }

  private String protocols() {
    return ports.keySet().stream().map(each -> each + ":" + each).collect(Collectors.joining(","));
  }

  private Map<String, String> security(LoopbackCertificate served) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("ssl.keystore.location", served.keyStore().toString());
    properties.put("ssl.keystore.type", "PKCS12");
    properties.put("ssl.keystore.password", LoopbackCertificate.PASSWORD);
    properties.put("ssl.key.password", LoopbackCertificate.PASSWORD);
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.put("super.users", String.join(";", superUsers));
    properties.put("sasl.enabled.mechanisms", String.join(",", modules().keySet()));
    for (KafkaListener each : ports.keySet()) {
      if (each.hasLogin()) {
        String prefix = "listener.name." + each.name().toLowerCase(Locale.ROOT) + '.';
        modules()
            .forEach(
                (mechanism, module) ->
                    properties.put(
                        prefix + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
                        SECURITY + module + ';'));
      }
    }
    return properties;
  }

  /** By mechanism, the login module of the broker with its options. */
  private Map<String, String> modules() {
    Map<String, String> modules = new LinkedHashMap<>();
    String passwords =
        users.entrySet().stream()
            .map(each -> " user_" + each.getKey() + "=\"" + each.getValue() + '"')
            .collect(Collectors.joining());
    modules.put("PLAIN", "plain.PlainLoginModule required" + passwords);
    SCRAM.forEach(mechanism -> modules.put(mechanism, "scram.ScramLoginModule required"));
    modules.put(
        "OAUTHBEARER",
        "oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\"");
    return modules;
  }
}
