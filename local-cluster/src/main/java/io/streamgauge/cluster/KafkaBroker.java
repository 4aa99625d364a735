package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** A running Kafka broker that is its own KRaft controller. */
public final class KafkaBroker implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern STARTED = Pattern.compile("(Kafka Server started)");

  private final ChildProcess process;
  private final int port;
  private final Path log;

  private KafkaBroker(ChildProcess process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts the newest version in a new directory below local-cluster/target/runs. */
  public static KafkaBroker start() {
    return start(KafkaDistribution.of(KafkaDistribution.NEWEST), Directories.create("kafka"));
  }

  /**
   * Starts a broker, and returns when it takes requests.
   *
   * @param directory where it writes: its data, its configuration and its logs
   * @throws IllegalStateException if it dies meanwhile or takes too long; the message quotes the
   *     log
   */
  public static KafkaBroker start(KafkaDistribution distribution, Path directory) {
    int port = FreePorts.next();
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("server.properties"), properties(directory, port));
      JavaCommand.writeLogConfiguration(directory.resolve("log4j2.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + directory, e);
    }
    format(distribution, directory);
    Path log = directory.resolve("broker.log");
    List<String> arguments = List.of(directory.resolve("server.properties").toString());
    ChildProcess process = run(distribution, directory, "broker", "kafka.Kafka", arguments);
    KafkaBroker broker = new KafkaBroker(process, port, log);
    broker.awaitStart();
    return broker;
  }

  /** For the client property {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public ProcessHandle handle() {
    return process.handle();
  }

  public Path log() {
    return log;
  }

  @Override
  public void close() {
    process.close();
  }

  private void awaitStart() {
    try {
      Await.until(
          "'Kafka Server started' in " + log,
          LIMIT,
          () -> {
            process.requireAlive(log);
            return LogFile.find(log, STARTED).isPresent();
          });
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static void format(KafkaDistribution distribution, Path directory) {
    Path configuration = directory.resolve("server.properties");
    List<String> arguments = List.of("format", "-t", clusterId(), "-c", configuration.toString());
    run(distribution, directory, "format", "kafka.tools.StorageTool", arguments)
        .awaitSuccess(LIMIT);
  }

  private static ChildProcess run(
      KafkaDistribution distribution,
      Path directory,
      String name,
      String mainClass,
      List<String> arguments) {
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
  private static String clusterId() {
    UUID id = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    // A leading dash would read as an option.
    return text.startsWith("-") ? "A" + text.substring(1) : text;
  }

  private static String properties(Path directory, int port) {
    int controllerPort = FreePorts.next();
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        inter.broker.listener.name=PLAINTEXT
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        """
        .formatted(port, controllerPort, directory.resolve("data"));
  }
}
