package io.streamgauge.benchmarks;

import io.streamgauge.benchmarks.cell.Cell;
import io.streamgauge.benchmarks.peer.Peer;
import io.streamgauge.benchmarks.report.Measures;
import io.streamgauge.cluster.LoopbackOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a cell in a JVM of its own, with the same memory for each peer. */
final class CellProcess {

  private final LoopbackOnly network;
  private final Duration time;
  private final Path directory;

  /**
   * @param time that each measure may take
   * @param directory gets what the cells print
   */
  CellProcess(LoopbackOnly network, Duration time, Path directory) {
    this.network = network;
    this.time = time;
    this.directory = directory;
  }

  /** The options of the JVM. */
  static List<String> options(int metrics) {
    int gigabytes = metrics <= 1_000 ? 1 : metrics <= 10_000 ? 2 : 6;
    return List.of("-Xms" + gigabytes + "g", "-Xmx" + gigabytes + "g", "-XX:+UseG1GC");
  }

  /**
   * Runs a cell to its end.
   *
   * @throws IOException if it fails; the message tells where its output is
   */
  Measures run(Peer peer, int metrics) throws IOException, InterruptedException {
    Path output = directory.resolve(peer.label() + "-" + metrics + ".out");
    Path errors = directory.resolve(peer.label() + "-" + metrics + ".err");
    Files.createDirectories(directory);
    Process process =
        new ProcessBuilder(network.around(command(peer, metrics)))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    Thread end = new Thread(process::destroy, "end-cell");
    Runtime.getRuntime().addShutdownHook(end);
    int status = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    if (status != 0) {
      throw new IOException(
          peer.label() + " with " + metrics + " metrics failed, see " + errors + " and " + output);
    }
    return Measures.parse(Files.readAllLines(output, StandardCharsets.UTF_8), Cell.MARK);
  }

  private List<String> command(Peer peer, int metrics) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options(metrics));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Cell.class.getName()));
    command.addAll(List.of(peer.name(), Integer.toString(metrics), Long.toString(time.toMillis())));
    return command;
  }
}
