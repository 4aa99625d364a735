package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A running ZooKeeper: the one that Flink ships. It keeps nothing beyond its end. */
public final class ZooKeeper implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int TIMEOUT_MILLIS = 5_000;

  private final ChildProcess process;
  private final int port;
  private final Path log;

  private ZooKeeper(ChildProcess process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts that of the newest Flink in a new directory below local-cluster/target/runs. */
  public static ZooKeeper start() {
    FlinkDistribution distribution = FlinkDistribution.of(FlinkDistribution.NEWEST);
    return start(distribution, Directories.create("zookeeper"));
  }

  /**
   * Starts a server, and returns when it takes requests.
   *
   * @param directory where it writes: its data, its configuration and its log
   * @throws IllegalStateException if it dies meanwhile or takes too long; the message quotes the
   *     log
   */
  public static ZooKeeper start(FlinkDistribution distribution, Path directory) {
    int port = FreePorts.next();
    Path configuration = directory.resolve("zoo.cfg");
    try {
      Files.createDirectories(directory);
      Files.writeString(configuration, properties(directory, port));
      JavaCommand.writeLogConfiguration(directory.resolve("log4j.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + directory, e);
    }
    Path log = directory.resolve("zookeeper.log");
    List<String> command =
        new JavaCommand(JavaCommand.ownHome())
            .options(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"))
            .property("java.io.tmpdir", directory)
            .log(directory.resolve("log4j.properties"), log)
            .main(
                distribution.lib() + "/*",
                "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
                List.of("--zkConfigFile", configuration.toString(), "--peerId", "1"));
    Path output = directory.resolve("zookeeper.out");
    ChildProcess process = ChildProcess.start("zookeeper", command, Map.of(), output);
    ZooKeeper server = new ZooKeeper(process, port, log);
    process.awaitReady(
        "ZooKeeper to answer at " + server.quorum() + ", log " + log, LIMIT, log, server::answers);
    return server;
  }

  /** For the key {@code high-availability.zookeeper.quorum}. */
  public String quorum() {
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

  /** Whether it says which version it is, as it does once it serves. */
  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write("srvr\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.US_ASCII).startsWith("Zookeeper version");
    } catch (IOException e) {
      return false;
    }
  }

  /** Sessions may last for 2 to 20 ticks: 1 to 60 seconds, as the client asks. */
  private static String properties(Path directory, int port) {
    return """
        tickTime=500
        minSessionTimeout=1000
        maxSessionTimeout=60000
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        admin.enableServer=false
        """
        .formatted(directory.resolve("data"), port);
  }
}
