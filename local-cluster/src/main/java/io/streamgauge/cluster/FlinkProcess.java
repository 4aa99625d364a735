package io.streamgauge.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A JobManager or TaskManager. */
public final class FlinkProcess {
  private static final Pattern SERVES = Pattern.compile("Streamgauge serves (http://\\S+/metrics)");

  private final String name;
  private final ChildProcess process;
  private final Path log;

  FlinkProcess(String name, ChildProcess process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * jobmanager, then jobmanager-2, or taskmanager-1 and so on; a TaskManager's is its id in Flink
   * too.
   */
  public String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public ProcessHandle handle() {
    return process.handle();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return its status
   * @throws IllegalStateException if it has not within the limit
   */
  public int awaitEnd(Duration limit) {
    return process.awaitExit(limit);
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.kill();
  }

  /** Halts it as {@code kill -STOP} does: it answers no one, and its connections stay. */
  public void pause() {
    process.signal("STOP");
  }

  /** Lets it run again after a pause. */
  public void resume() {
    process.signal("CONT");
  }

  /** Ends it as {@code kill} does: Flink's shutdown hooks run. */
  public void stop() {
    process.close();
  }

  /** Where Streamgauge's reporter serves this process's metrics, as soon as its log says so. */
  public Optional<URI> metricsAddress() {
    return LogFile.find(log, SERVES)
        .map(URI::create)
        .map(uri -> URI.create("http://127.0.0.1:" + uri.getPort() + uri.getPath()));
  }

  ChildProcess process() {
    return process;
  }

  @Override
  public String toString() {
    return process.toString();
  }
}
