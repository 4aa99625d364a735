package io.streamgauge.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prepares a cluster's directory and starts its processes as Flink's scripts would. */
final class FlinkLauncher {
  private static final String JOB_MANAGER = "jobmanager";
  private static final int FRAMEWORK_HEAP_MEGABYTES = 64;

  /** {@code env.java.opts.all} of Flink's distribution, as far as it concerns running. */
  private static final List<String> MODULE_OPTIONS =
      Stream.concat(
              Stream.of(
                      "java.base/sun.net.util",
                      "java.rmi/sun.rmi.registry",
                      "java.security.jgss/sun.security.krb5")
                  .map(name -> "--add-exports=" + name + "=ALL-UNNAMED"),
              Stream.of(
                      "java.lang",
                      "java.net",
                      "java.io",
                      "java.nio",
                      "sun.nio.ch",
                      "java.lang.reflect",
                      "java.text",
                      "java.time",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "java.util.concurrent.locks")
                  .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
          .toList();

  private final FlinkDistribution distribution;
  private final Path directory;
  private final Path javaHome;
  private final List<String> jvmOptions;
  private final int slots;
  private final int taskHeapMegabytes;
  private final FlinkConfiguration configuration;
  private final Map<String, Integer> restPorts = new HashMap<>();
  private @Nullable Application application;

  FlinkLauncher(
      FlinkDistribution distribution,
      Path directory,
      Path javaHome,
      List<String> jvmOptions,
      int slots,
      int taskHeapMegabytes) {
    this.distribution = distribution;
    this.directory = directory.toAbsolutePath();
    this.javaHome = javaHome;
    this.jvmOptions = List.copyOf(jvmOptions);
    this.slots = slots;
    this.taskHeapMegabytes = taskHeapMegabytes;
    this.configuration = defaults();
  }

  void prepare(
      Map<String, String> overrides, List<Path> libJars, Map<String, List<Path>> pluginJars)
      throws IOException {
    for (String each : List.of("conf", "tmp", "plugins", "log")) {
      Files.createDirectories(directory.resolve(each));
    }
    Directories.copyInto(directory.resolve("lib"), libJars);
    for (Map.Entry<String, List<Path>> plugin : pluginJars.entrySet()) {
      Directories.copyInto(
          directory.resolve("plugins").resolve(plugin.getKey()), plugin.getValue());
    }
    configuration.putAll(overrides).write(directory.resolve("conf/config.yaml"));
    JavaCommand.writeLogConfiguration(directory.resolve("conf/log4j.properties"));
  }

  /** The keys that make JobManagers and TaskManagers find the leader in ZooKeeper. */
  void useHighAvailability(ZooKeeper server) {
    configuration
        .put("high-availability.type", "zookeeper")
        .put("high-availability.zookeeper.quorum", server.quorum())
        .put("high-availability.storageDir", directory.resolve("high-availability").toUri())
        // Several clusters may share a ZooKeeper.
        .put("high-availability.cluster-id", "/" + directory.getFileName())
        .put("high-availability.zookeeper.client.session-timeout", 6_000);
  }

  /** Makes JobManagers run this alone. */
  void use(Application toRun) {
    application = toRun;
    configuration.put("user.artifacts.base-dir", directory.resolve("artifacts"));
  }

  /**
   * Starts a JobManager.
   *
   * @param number counts them; each has a log of its own
   * @param ports by key, where they are not those of the configuration
   */
  FlinkProcess startJobManager(int number, Map<String, Integer> ports) {
    String name = number == 1 ? JOB_MANAGER : JOB_MANAGER + "-" + number;
    List<String> arguments = new ArrayList<>();
    new TreeMap<>(ports).forEach((key, port) -> arguments.addAll(List.of("-D", key + "=" + port)));
    Application toRun = application;
    if (toRun == null) {
      // Flink does not read what stands behind this one.
      arguments.addAll(List.of("--executionMode", "cluster"));
    } else {
      arguments.addAll(List.of("--jars", toRun.jar().toUri().toString()));
      arguments.addAll(List.of("--job-classname", toRun.entryClass()));
      arguments.addAll(toRun.arguments());
    }
    restPorts.put(name, ports.getOrDefault("rest.port", restAddress().getPort()));
    return start(
        name,
        toRun == null
            ? "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
            : "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint",
        List.of("-Xmx448m", "-XX:MaxMetaspaceSize=256m"),
        arguments);
  }

  FlinkProcess startTaskManager(int number) {
    String name = "taskmanager-" + number;
    return start(
        name,
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        List.of(
            "-Xmx" + (taskHeapMegabytes + FRAMEWORK_HEAP_MEGABYTES) + "m",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:MaxMetaspaceSize=256m"),
        List.of("-D", "taskmanager.resource-id=" + name));
  }

  URI restAddress() {
    return restAddress(Integer.parseInt(configuration.get("rest.port")));
  }

  URI restAddress(FlinkProcess jobManager) {
    return restAddress(Objects.requireNonNull(restPorts.get(jobManager.name())));
  }

  private static URI restAddress(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  Path directory() {
    return directory;
  }

  private FlinkProcess start(
      String name, String mainClass, List<String> memory, List<String> arguments) {
    Path log = directory.resolve("log").resolve(name + ".log");
    List<String> all = new ArrayList<>(List.of("--configDir", directory.resolve("conf") + ""));
    all.addAll(arguments);
    List<String> command =
        new JavaCommand(javaHome)
            .options(memory)
            .options(List.of("-XX:+UseG1GC", "-XX:TieredStopAtLevel=1"))
            .options(jvmOptions)
            .options(MODULE_OPTIONS)
            .property("java.io.tmpdir", directory.resolve("tmp"))
            .log(directory.resolve("conf/log4j.properties"), log)
            .main(classPath(), mainClass, all);
    Path output = directory.resolve("log").resolve(name + ".out");
    return new FlinkProcess(name, ChildProcess.start(name, command, environment(), output), log);
  }

  private String classPath() {
    List<Path> directories = new ArrayList<>(List.of(directory.resolve("lib"), distribution.lib()));
    if (application != null) {
      directories.add(distribution.container());
    }
    return directories.stream().map(each -> each + "/*").collect(Collectors.joining(":"));
  }

  private Map<String, String> environment() {
    return Map.of(
        "FLINK_CONF_DIR", directory.resolve("conf").toString(),
        "FLINK_LIB_DIR", distribution.lib().toString(),
        "FLINK_PLUGINS_DIR", directory.resolve("plugins").toString());
  }

  private FlinkConfiguration defaults() {
    return new FlinkConfiguration()
        .put("jobmanager.bind-host", "127.0.0.1")
        .put("jobmanager.rpc.address", "127.0.0.1")
        .put("jobmanager.rpc.port", FreePorts.next())
        .put("blob.server.port", FreePorts.next())
        .put("rest.address", "127.0.0.1")
        .put("rest.bind-address", "127.0.0.1")
        .put("rest.port", FreePorts.next())
        .put("taskmanager.host", "127.0.0.1")
        .put("taskmanager.bind-host", "127.0.0.1")
        .put("taskmanager.numberOfTaskSlots", slots)
        // A TaskManager that is faster than the JobManager would ask again after 10 s only.
        .put("cluster.registration.error-delay", "500 ms")
        .put("cluster.registration.refused-registration-delay", "500 ms")
        // On a machine that is busy otherwise, ten seconds are too short.
        .put("pekko.ask.timeout", "1 min")
        .put("pekko.startup-timeout", "2 min")
        .put("io.tmp.dirs", directory.resolve("tmp"))
        .put("execution.checkpointing.dir", directory.resolve("checkpoints").toUri())
        .put("restart-strategy.type", "fixed-delay")
        .put("restart-strategy.fixed-delay.attempts", 100)
        .put("restart-strategy.fixed-delay.delay", "1 s")
        .putAll(memory());
  }

  /** What a cluster of one application runs. */
  record Application(Path jar, String entryClass, List<String> arguments) {}

  /** Flink's scripts compute these; a TaskManager refuses to start if one of them is missing. */
  private Map<String, String> memory() {
    return Map.ofEntries(
        Map.entry("taskmanager.cpu.cores", slots + ".0"),
        Map.entry("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP_MEGABYTES + "m"),
        Map.entry("taskmanager.memory.framework.off-heap.size", "64m"),
        Map.entry("taskmanager.memory.task.heap.size", taskHeapMegabytes + "m"),
        Map.entry("taskmanager.memory.task.off-heap.size", "0m"),
        Map.entry("taskmanager.memory.network.min", "64m"),
        Map.entry("taskmanager.memory.network.max", "64m"),
        Map.entry("taskmanager.memory.managed.size", "128m"),
        Map.entry("taskmanager.memory.jvm-metaspace.size", "256m"),
        Map.entry("taskmanager.memory.jvm-overhead.min", "64m"),
        Map.entry("taskmanager.memory.jvm-overhead.max", "64m"));
  }
}
