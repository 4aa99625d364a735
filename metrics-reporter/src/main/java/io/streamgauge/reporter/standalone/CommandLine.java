package io.streamgauge.reporter.standalone;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the command was given. Immutable. */
final class CommandLine {

  static final String USAGE =
      "Usage: java -jar streamgauge-<version>.jar [--config <file>]\n"
          + "\n"
          + "Runs Streamgauge's probes outside Flink and serves their metrics. Ends with status 2\n"
          + "if the file configures no probe.\n"
          + "\n"
          + "  --config <file>  properties with the keys of Flink's configuration, either as\n"
          + "                   metrics.reporter.streamgauge.<key> or as the bare <key>\n"
          + "  --help           this text\n";

  private final @Nullable Path config;
  private final boolean help;

  private CommandLine(@Nullable Path config, boolean help) {
    this.config = config;
    this.help = help;
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if there is one that is unknown, or none where one must be
   */
  static CommandLine of(String... args) {
    Path config = null;
    boolean help = false;
    Iterator<String> rest = Arrays.asList(args).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (argument.equals("--help")) {
        help = true;
      } else if (argument.equals("--config") && rest.hasNext()) {
        config = Path.of(rest.next());
      } else if (argument.equals("--config")) {
        throw new IllegalArgumentException("--config needs a file");
      } else {
        throw new IllegalArgumentException("There is no argument '" + argument + "'");
      }
    }
    return new CommandLine(config, help);
  }

  Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  boolean help() {
    return help;
  }
}
