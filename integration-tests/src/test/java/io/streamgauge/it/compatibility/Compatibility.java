package io.streamgauge.it.compatibility;

import io.streamgauge.cluster.Directories;
import io.streamgauge.cluster.Distribution;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.it.cluster.Clusters;
import io.streamgauge.it.cluster.Java11;
import io.streamgauge.it.cluster.MeteredCluster;
import io.streamgauge.it.cluster.job.MeteredJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code integration-tests/compatibility}. */
@Command(
    name = "integration-tests/compatibility",
    description =
        "Runs a job on a plain cluster with the plugin for each pair of a Flink version and a Java."
            + " Checks that all processes serve their metrics and that no log holds a warning or an"
            + " error because of Streamgauge. Exits 1 if a pair fails.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
final class Compatibility implements Callable<Integer> {

  @Option(
      names = "--flink",
      split = ",",
      paramLabel = "<version>",
      defaultValue = "1.20.3,2.0.2,2.1.3,2.2.1,2.3.0",
      description = "Versions of Flink; ${DEFAULT-VALUE} unless given.")
  List<String> versions = List.of();

  @Option(
      names = "--java",
      split = ",",
      paramLabel = "<home>",
      description = "Homes of Java 11 and later; all of /usr/lib/jvm and its own unless given.")
  List<Path> homes = List.of();

  private Compatibility() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Compatibility()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Distribution.announceTo(System.out::println);
    List<Path> javas = homes.isEmpty() ? JavaHomes.installed() : homes;
    int failures = 0;
    for (Path java : javas) {
      for (String version : versions) {
        String pair = "Flink %-7s Java %-10s".formatted(version, name(java));
        try {
          check(version, java);
          System.out.println("ok   " + pair);
        } catch (IOException | RuntimeException | AssertionError e) {
          failures++;
          System.out.println("FAIL " + pair + ' ' + e);
        }
      }
    }
    System.out.printf("%d pairs, %d failed%n", javas.size() * versions.size(), failures);
    return failures == 0 ? 0 : 1;
  }

  private static String name(Path java) throws IOException {
    return JavaHomes.version(java).orElse(java.toString());
  }

  /** Leaves the cluster's directory behind only if the check fails. */
  private static void check(String version, Path java) throws IOException {
    Path directory;
    try (FlinkCluster cluster = Clusters.streamgauge().version(version).javaHome(java).start()) {
      directory = cluster.directory();
      Path jar = directory.resolve("job.jar");
      Java11.writeJobJar(jar);
      Clusters.run(cluster, cluster.rest().upload(jar), MeteredJob.class, 2);
      MeteredCluster.check(cluster);
    }
    Directories.delete(directory);
  }
}
