package io.streamgauge.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The programs on the PATH that tests need, such as {@code promtool}. */
public final class Programs {

  private Programs() {}

  /** Returns whether this process finds a program on its PATH. */
  public static boolean isInstalled(String program) {
    return missing(List.of(program), System.getenv().getOrDefault("PATH", "")).isEmpty();
  }

  /**
   * Returns the programs that are not there.
   *
   * @param path directories as in the environment variable PATH
   */
  public static List<String> missing(List<String> programs, String path) {
    List<Path> directories =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(path)
            .map(Path::of)
            .toList();
    return programs.stream()
        .filter(each -> directories.stream().noneMatch(in -> Files.isExecutable(in.resolve(each))))
        .toList();
  }
}
