package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The resources that a JVM uses after a full collection, as the JVM and Linux report them.
 *
 * @param heap bytes of all objects
 * @param metaspace bytes in use
 * @param jobLoaders Flink's class loaders of jobs
 */
public record JvmUsage(long heap, long metaspace, long threads, long files, long jobLoaders) {
  private static final String JOB_LOADER = "org.apache.flink.util.ChildFirstClassLoader";
  private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");

  /**
   * Runs a full collection in a JVM and measures it.
   *
   * @throws IllegalStateException if it has ended or is no JVM of this user
   * @throws UncheckedIOException if the machine has no {@code /proc} of it
   */
  public static JvmUsage of(ProcessHandle process) {
    HeapHistogram heap = HeapHistogram.of(process);
    return new JvmUsage(
        heap.bytes(),
        metaspace(Jcmd.run(process, "GC.heap_info")),
        entries(process, "task"),
        entries(process, "fd"),
        heap.instances(JOB_LOADER));
  }

  private static long metaspace(String info) {
    Matcher matcher = METASPACE.matcher(info);
    if (!matcher.find()) {
      throw new IllegalStateException("no metaspace in " + info);
    }
    return Long.parseLong(matcher.group(1)) << 10;
  }

  private static long entries(ProcessHandle process, String directory) {
    try (Stream<Path> entries =
        Files.list(Path.of("/proc", Long.toString(process.pid()), directory))) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
