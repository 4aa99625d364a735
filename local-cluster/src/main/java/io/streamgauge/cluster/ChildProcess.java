package io.streamgauge.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A process that does not outlive this one.
 *
 * <p>It is stopped by its handle, or by a shutdown hook, or, when this process is killed without
 * one, by a watcher beside it that sees its standard input end.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int QUOTED_LINES = 12;
  private static final Pattern CAUSE =
      Pattern.compile(" (ERROR|FATAL) |Exception: |Caused by: |status FAILED");
  private static final String GUARD = guard();
  private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAll(RUNNING), "stop-children"));
  }

  private final String name;
  private final Process process;
  private final Path output;

  private ChildProcess(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command.
   *
   * @param name stands for it in messages
   * @param environment is added to this process's own
   * @param output gets its standard output and standard error
   */
  static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path output) {
    try {
      Files.createDirectories(Objects.requireNonNull(output.toAbsolutePath().getParent()));
      ProcessBuilder builder = new ProcessBuilder(guarded(command));
      // A Flink or Kafka of the user's own must not meddle.
      builder.environment().keySet().removeIf(key -> key.matches("(FLINK|KAFKA|HADOOP)_.*"));
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      ChildProcess child = new ChildProcess(name, builder.start(), output);
      RUNNING.add(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  private static List<String> guarded(List<String> command) {
    List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
    guarded.addAll(command);
    return guarded;
  }

  private static String guard() {
    try (InputStream script = ChildProcess.class.getResourceAsStream("guard.sh")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process itself, not its watcher. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Where its standard output and standard error go. */
  public Path output() {
    return output;
  }

  /** Kills it as {@code kill -9} does, and returns when it is dead. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(GRACE);
    RUNNING.remove(this);
  }

  /**
   * Sends a signal.
   *
   * @param signal such as STOP
   */
  void signal(String signal) {
    List<String> command = List.of("kill", "-" + signal, Long.toString(process.pid()));
    try {
      int status = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(this + " cannot be sent the signal " + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for kill", e);
    }
  }

  /** Asks it to end, insists after ten seconds, and returns when it has ended. */
  @Override
  public void close() {
    stopAll(List.of(this));
  }

  /** Stops processes at the same time. */
  static void stopAll(Iterable<ChildProcess> children) {
    stopAll(children, GRACE);
  }

  static void stopAll(Iterable<ChildProcess> children, Duration grace) {
    children.forEach(child -> child.process.destroy());
    long end = System.nanoTime() + grace.toNanos();
    for (ChildProcess child : children) {
      if (!child.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        child.kill();
      }
      RUNNING.remove(child);
    }
  }

  /**
   * Waits for a command that ends by itself.
   *
   * @throws IllegalStateException if it fails, or takes longer than the limit
   */
  void awaitSuccess(Duration limit) {
    if (awaitExit(limit) != 0) {
      throw failure("ended with status " + process.exitValue(), output);
    }
  }

  /**
   * Waits for the end of a process that ends by itself, and returns its status.
   *
   * @throws IllegalStateException if it takes longer than the limit; then it is killed
   */
  int awaitExit(Duration limit) {
    if (!awaitEnd(limit)) {
      kill();
      throw failure("did not end within " + limit.toSeconds() + " s", output);
    }
    dismissWatcher();
    RUNNING.remove(this);
    return process.exitValue();
  }

  /** Else it would wait for the end of this process, and by then another may have that number. */
  private void dismissWatcher() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that it runs.
   *
   * @param log whose end is quoted if it does not
   * @throws IllegalStateException if it has ended
   */
  void requireAlive(Path log) {
    if (!process.isAlive()) {
      throw failure("ended with status " + process.exitValue(), log);
    }
  }

  /**
   * Returns as soon as the process serves, or closes it.
   *
   * @param what ends the sentence "waited 30 s for ..."
   * @param log whose end is quoted if the process has ended
   * @throws IllegalStateException if it ends meanwhile, or takes longer than the limit
   */
  void awaitReady(String what, Duration limit, Path log, BooleanSupplier serves) {
    try {
      Await.until(
          what,
          limit,
          () -> {
            requireAlive(log);
            return serves.getAsBoolean();
          });
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** An exception that quotes a log and the output: first what looks like a cause, then the end. */
  IllegalStateException failure(String what, Path log) {
    List<String> lines = new ArrayList<>(LogFile.lines(log));
    if (!log.equals(output)) {
      lines.addAll(LogFile.lines(output));
    }
    String causes =
        lines.stream()
            .filter(line -> CAUSE.matcher(line).find())
            .limit(QUOTED_LINES)
            .collect(Collectors.joining("\n"));
    List<String> end = lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
    return new IllegalStateException(
        "%s %s; see %s and %s, which say\n%s\n...\n%s"
            .formatted(name, what, log, output, causes, String.join("\n", end)));
  }

  private boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String toString() {
    return name + " (process " + process.pid() + ")";
  }
}
