package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running stand-alone cluster, each JobManager and TaskManager its own process: a session cluster
 * unless it is built for one {@linkplain Builder#application application}.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final FlinkLauncher launcher;
  private final FlinkRest rest;
  private final List<FlinkProcess> jobManagers = new ArrayList<>();
  private final List<FlinkProcess> taskManagers = new ArrayList<>();
  private FlinkProcess jobManager;

  private FlinkCluster(FlinkLauncher launcher) {
    this.launcher = launcher;
    this.rest = new FlinkRest(launcher.restAddress());
    this.jobManager = launchJobManager(Map.of());
  }

  public static Builder builder() {
    return new Builder();
  }

  private static FlinkCluster start(FlinkLauncher launcher, int count) {
    FlinkCluster cluster = new FlinkCluster(launcher);
    try {
      for (int i = 0; i < count; i++) {
        cluster.launchTaskManager();
      }
      cluster.awaitTaskManagers();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** The address of the REST API and of the web UI. */
  public URI restAddress() {
    return launcher.restAddress();
  }

  public FlinkRest rest() {
    return rest;
  }

  /** The JobManager at {@link #restAddress()}: that of the start, or of the last restart. */
  public FlinkProcess jobManager() {
    return jobManager;
  }

  /** All that were started, standbys and those that have ended since included. */
  public List<FlinkProcess> jobManagers() {
    return List.copyOf(jobManagers);
  }

  /**
   * Kills the JobManager as {@code kill -9} does, unless it has ended, and starts another in its
   * place: of the same configuration and ports, with a log of its own. Returns when all
   * TaskManagers that are alive have registered with it.
   *
   * <p>With {@link Builder#highAvailability} it leads when ZooKeeper has given up the session of
   * the old one, and takes up its jobs under their ids. Without, the jobs are gone, and
   * TaskManagers notice only by {@code heartbeat.interval}.
   *
   * @return the new one, which {@link #jobManager()} is from now on
   */
  public FlinkProcess restartJobManager() {
    jobManager.kill();
    jobManager = launchJobManager(Map.of());
    awaitTaskManagers();
    return jobManager;
  }

  /**
   * Starts a JobManager that takes over when the leader is lost, with ports of its own; there must
   * be {@linkplain Builder#highAvailability high availability}. Returns when its REST API answers,
   * which a standby's does with what the leader knows.
   */
  public FlinkProcess startStandbyJobManager() {
    FlinkProcess standby =
        launchJobManager(
            Map.of("rest.port", FreePorts.next(), "blob.server.port", FreePorts.next()));
    FlinkRest ofStandby = rest(standby);
    Await.until(
        standby + " to answer, logs in " + launcher.directory(),
        START_LIMIT,
        () -> {
          standby.process().requireAlive(standby.log());
          return ofStandby.taskManagers().containsAll(namesOfTaskManagers());
        });
    return standby;
  }

  /** The REST API of one of several JobManagers. */
  public FlinkRest rest(FlinkProcess ofJobManager) {
    return new FlinkRest(launcher.restAddress(ofJobManager));
  }

  /** All that were started, also those that have ended since. */
  public List<FlinkProcess> taskManagers() {
    return List.copyOf(taskManagers);
  }

  /** The JobManagers and the TaskManagers that are alive. */
  public List<FlinkProcess> processes() {
    return Stream.concat(jobManagers.stream(), taskManagers.stream())
        .filter(FlinkProcess::isAlive)
        .toList();
  }

  /** Starts one more, and returns when it has registered. */
  public FlinkProcess startTaskManager() {
    FlinkProcess started = launchTaskManager();
    awaitTaskManagers();
    return started;
  }

  /**
   * Where Streamgauge's reporter serves the metrics of each process that is alive, in the order of
   * {@link #processes()}.
   *
   * @throws IllegalStateException if one does not say so in its log within 30 seconds
   */
  public Map<FlinkProcess, URI> metricsAddresses() {
    Map<FlinkProcess, URI> addresses = new LinkedHashMap<>();
    for (FlinkProcess each : processes()) {
      String what = "the line 'Streamgauge serves' in " + each.log();
      addresses.put(each, Await.value(what, Duration.ofSeconds(30), each::metricsAddress));
    }
    return addresses;
  }

  /** The ports of {@link #metricsAddresses()}, in the same order. */
  public List<Integer> streamgaugePorts() {
    return metricsAddresses().values().stream().map(URI::getPort).toList();
  }

  /** The directory with the cluster's configuration, logs, checkpoints and temporary files. */
  public Path directory() {
    return launcher.directory();
  }

  private FlinkProcess launchJobManager(Map<String, Integer> ports) {
    FlinkProcess started = launcher.startJobManager(jobManagers.size() + 1, ports);
    jobManagers.add(started);
    return started;
  }

  private FlinkProcess launchTaskManager() {
    FlinkProcess started = launcher.startTaskManager(taskManagers.size() + 1);
    taskManagers.add(started);
    return started;
  }

  private void awaitTaskManagers() {
    List<FlinkProcess> expected = processes();
    Set<String> names = namesOfTaskManagers();
    Await.until(
        names + " to register at " + restAddress() + ", logs in " + launcher.directory(),
        START_LIMIT,
        () -> {
          expected.forEach(each -> each.process().requireAlive(each.log()));
          return rest.taskManagers().containsAll(names);
        });
  }

  private Set<String> namesOfTaskManagers() {
    return taskManagers.stream()
        .filter(FlinkProcess::isAlive)
        .map(FlinkProcess::name)
        .collect(Collectors.toSet());
  }

  /** Ends all processes. */
  @Override
  public void close() {
    ChildProcess.stopAll(
        Stream.concat(taskManagers.stream(), jobManagers.stream())
            .map(FlinkProcess::process)
            .toList());
  }

  /** What a cluster is made of. */
  public static final class Builder {
    private String version = FlinkDistribution.NEWEST;
    private int taskManagers = 1;
    private int slots = 2;
    private int heapMegabytes = 256;
    private Path javaHome = JavaCommand.ownHome();
    private final Map<String, String> configuration = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<Path> libJars = new ArrayList<>();
    private final Map<String, List<Path>> pluginJars = new LinkedHashMap<>();
    private @Nullable Path directory;
    private @Nullable ZooKeeper zooKeeper;
    private FlinkLauncher.@Nullable Application application;

    private Builder() {}

    /** Flink's version; the newest unless set. */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    /** How many TaskManagers; 1 unless set. */
    public Builder taskManagers(int count) {
      this.taskManagers = count;
      return this;
    }

    /** Slots of each TaskManager; 2 unless set. */
    public Builder slots(int count) {
      this.slots = count;
      return this;
    }

    /** Heap of each TaskManager that is left to tasks; 256 unless set. */
    public Builder taskHeapMegabytes(int megabytes) {
      this.heapMegabytes = megabytes;
      return this;
    }

    /** A key of Flink's configuration, over the defaults of this class. */
    public Builder configure(String key, Object value) {
      configuration.put(key, value.toString());
      return this;
    }

    public Builder configure(Map<String, String> entries) {
      configuration.putAll(entries);
      return this;
    }

    /** Options of every Flink process. They come after those of this class. */
    public Builder jvmOptions(String... options) {
      jvmOptions.addAll(List.of(options));
      return this;
    }

    /** A jar on the class path of every Flink process, copied at the start. */
    public Builder libJar(Path jar) {
      libJars.add(jar);
      return this;
    }

    /** A jar in {@code plugins/<name>}, copied at the start. */
    public Builder pluginJar(String name, Path jar) {
      pluginJars.computeIfAbsent(name, unused -> new ArrayList<>()).add(jar);
      return this;
    }

    /**
     * Lets JobManagers elect a leader, and take up the jobs of one that was lost. ZooKeeper misses
     * a JobManager that is killed after 6 seconds; {@code
     * high-availability.zookeeper.client.session-timeout} sets another limit.
     */
    public Builder highAvailability(ZooKeeper server) {
      this.zooKeeper = server;
      return this;
    }

    /**
     * Makes it application mode: the JobManager runs this program, and ends when its jobs have.
     *
     * @param jar that holds the program
     */
    public Builder application(Path jar, String entryClass, List<String> arguments) {
      this.application = new FlinkLauncher.Application(jar, entryClass, List.copyOf(arguments));
      return this;
    }

    /** The Java that runs Flink; the one that runs this code unless set. */
    public Builder javaHome(Path home) {
      this.javaHome = home;
      return this;
    }

    /** Where the cluster writes; a new directory below local-cluster/target/runs unless set. */
    public Builder directory(Path path) {
      this.directory = path;
      return this;
    }

    /**
     * Starts the cluster, and returns when all TaskManagers have registered.
     *
     * @throws IllegalStateException if a process dies meanwhile or it takes too long; the message
     *     quotes the log
     */
    public FlinkCluster start() {
      Path home = directory == null ? Directories.create("flink-" + version) : directory;
      FlinkLauncher launcher =
          new FlinkLauncher(
              FlinkDistribution.of(version), home, javaHome, jvmOptions, slots, heapMegabytes);
      if (zooKeeper != null) {
        launcher.useHighAvailability(zooKeeper);
      }
      if (application != null) {
        launcher.use(application);
      }
      try {
        launcher.prepare(configuration, libJars, pluginJars);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot prepare " + home, e);
      }
      return FlinkCluster.start(launcher, taskManagers);
    }
  }
}
