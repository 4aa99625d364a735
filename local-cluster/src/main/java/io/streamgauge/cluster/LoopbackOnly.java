package io.streamgauge.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of its own for a command, with nothing in it but the loopback: what listens there on
 * all addresses is reached by nobody else. Linux only, as root or where users may have namespaces.
 */
public final class LoopbackOnly {

  private static final List<List<String>> WAYS =
      List.of(List.of("unshare", "--net"), List.of("unshare", "--map-root-user", "--net"));

  private final List<String> way;

  private LoopbackOnly(List<String> way) {
    this.way = way;
  }

  /** Finds out how it is done here; if it cannot be done commands run as they are. */
  public static LoopbackOnly find() {
    for (List<String> way : WAYS) {
      if (works(new LoopbackOnly(way))) {
        return new LoopbackOnly(way);
      }
    }
    return new LoopbackOnly(List.of());
  }

  private static boolean works(LoopbackOnly candidate) {
    try {
      return new ProcessBuilder(candidate.around(List.of("true")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public boolean isThere() {
    return !way.isEmpty();
  }

  /** The command, so that it runs in the network of its own. */
  public List<String> around(List<String> command) {
    if (!isThere()) {
      return command;
    }
    List<String> words = new ArrayList<>(way);
    words.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
    words.addAll(command);
    return words;
  }
}
