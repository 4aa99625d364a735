package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A running Kafka broker: its own KRaft controller, unless it {@linkplain Builder#joining joined}
 * another.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern STARTED = Pattern.compile("(Kafka Server started)");

  private final KafkaLauncher launcher;
  private final AtomicInteger brokers = new AtomicInteger(1);
  private ChildProcess process;
  private boolean isPaused;

  private KafkaBroker(KafkaLauncher launcher) {
    this.launcher = launcher;
    this.process = launcher.start();
  }

  /** Starts the newest version in a new directory below local-cluster/target/runs. */
  public static KafkaBroker start() {
    return builder().start();
  }

  /**
   * Starts a broker, and returns when it takes requests.
   *
   * @param directory where it writes: its data, its configuration and its logs
   * @throws IllegalStateException if it dies meanwhile or takes too long; the message quotes the
   *     log
   */
  public static KafkaBroker start(KafkaDistribution distribution, Path directory) {
    return builder().distribution(distribution).directory(directory).start();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** For the client property {@code bootstrap.servers}: the listener without login. */
  public String bootstrapServers() {
    return bootstrapServers(KafkaListener.PLAINTEXT);
  }

  /**
   * For the client property {@code bootstrap.servers}.
   *
   * @throws IllegalArgumentException if the broker is not {@linkplain Builder#secured secured} and
   *     so has no such listener
   */
  public String bootstrapServers(KafkaListener listener) {
    String address = launcher.address(listener);
    if (address == null) {
      throw new IllegalArgumentException("no listener " + listener);
    }
    return address;
  }

  /** The properties of a client of the listener without login: of a super user. */
  public Map<String, String> client() {
    return client(KafkaListener.PLAINTEXT);
  }

  /** The properties of a client of a listener, without those of a login. */
  public Map<String, String> client(KafkaListener listener) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("bootstrap.servers", bootstrapServers(listener));
    properties.put("security.protocol", listener.name());
    LoopbackCertificate certificate = launcher.certificate();
    if (listener.isEncrypted() && certificate != null) {
      properties.put("ssl.truststore.location", certificate.trustStore().toString());
      properties.put("ssl.truststore.type", "PKCS12");
      properties.put("ssl.truststore.password", LoopbackCertificate.PASSWORD);
    }
    return properties;
  }

  /** The properties of a client that logs in. */
  public Map<String, String> client(KafkaListener listener, KafkaLogin login) {
    Map<String, String> properties = client(listener);
    properties.putAll(login.properties());
    return properties;
  }

  public ProcessHandle handle() {
    return process.handle();
  }

  /** The log of the last start. */
  public Path log() {
    return launcher.log();
  }

  /** The directory with the broker's configuration, data and logs. */
  public Path directory() {
    return launcher.directory();
  }

  /** Its number in the cluster; 1 is the controller. */
  public int nodeId() {
    return launcher.nodeId();
  }

  /** Ends it as {@code kill} does; its data stay. */
  public void stop() {
    resume();
    process.close();
  }

  /** Ends it as {@code kill -9} does; its data stay. */
  public void kill() {
    process.kill();
    isPaused = false;
  }

  /**
   * Starts it again after a stop, on the same ports and data, and returns when it takes requests.
   *
   * @throws IllegalStateException if it still runs
   */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException(process + " runs");
    }
    process = launcher.start();
    awaitStart();
  }

  /** Halts it as {@code kill -STOP} does: it answers no one, and its connections stay. */
  public void pause() {
    process.signal("STOP");
    isPaused = true;
  }

  /** Lets it run again after a pause. */
  public void resume() {
    if (isPaused) {
      process.signal("CONT");
      isPaused = false;
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void awaitStart() {
    process.awaitReady(
        "'Kafka Server started' in " + log(),
        LIMIT,
        log(),
        () -> LogFile.find(log(), STARTED).isPresent());
  }

  /** What a broker is made of. */
  public static final class Builder {
    private final Map<String, String> configuration = new LinkedHashMap<>();
    private final Map<String, String> users = new LinkedHashMap<>();
    private final List<String> superUsers = new ArrayList<>();
    private boolean isSecured;
    private @Nullable KafkaDistribution distribution;
    private @Nullable Path directory;
    private @Nullable KafkaBroker first;

    private Builder() {}

    /** The newest version unless set. */
    public Builder distribution(KafkaDistribution jars) {
      this.distribution = jars;
      return this;
    }

    /** Where the broker writes; a new directory below local-cluster/target/runs unless set. */
    public Builder directory(Path path) {
      this.directory = path;
      return this;
    }

    /** A key of the broker's configuration, over the defaults of this class. */
    public Builder configure(String key, Object value) {
      configuration.put(key, value.toString());
      return this;
    }

    /**
     * Adds the other {@linkplain KafkaListener listeners}, and authorises: whoever has no ACL may
     * do nothing, except super users and those without a login, {@code User:ANONYMOUS}.
     */
    public Builder secured() {
      this.isSecured = true;
      return this;
    }

    /**
     * Someone who can log in, with PLAIN and both kinds of SCRAM, to a {@linkplain #secured
     * secured} broker. (OAUTHBEARER takes everybody by the name that is in the token.)
     */
    public Builder user(String name, String password) {
      users.put(name, password);
      return secured();
    }

    /** A {@linkplain #user user} who may do everything. */
    public Builder superUser(String name, String password) {
      superUsers.add(name);
      return user(name, password);
    }

    /**
     * Makes it a further broker of a cluster instead of one of its own; users are the cluster's.
     */
    public Builder joining(KafkaBroker controller) {
      this.first = controller;
      return this;
    }

    /**
     * Starts the broker, and returns when it takes requests.
     *
     * @throws IllegalStateException if it dies meanwhile or takes too long; the message quotes the
     *     log
     */
    public KafkaBroker start() {
      KafkaDistribution jars =
          distribution == null ? KafkaDistribution.of(KafkaDistribution.NEWEST) : distribution;
      Path home = directory == null ? Directories.create("kafka") : directory;
      KafkaLauncher launcher =
          first == null
              ? KafkaLauncher.ofCluster(jars, home)
              : KafkaLauncher.joining(first.launcher, first.brokers.incrementAndGet(), jars, home);
      try {
        if (isSecured) {
          launcher.secure(users, superUsers);
        }
        launcher.prepare(configuration);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot prepare " + home, e);
      }
      KafkaBroker broker = new KafkaBroker(launcher);
      broker.awaitStart();
      return broker;
    }
  }
}
