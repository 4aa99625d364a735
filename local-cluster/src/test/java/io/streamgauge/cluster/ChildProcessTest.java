package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ChildProcessTest {
  /** Longer than any test takes. */
  private static final List<String> LASTING = List.of("tail", "-f", "/dev/null");

  private final Path directory;

  ChildProcessTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aClosedProcessHasEnded() {
    ChildProcess child = start(LASTING);
    assertThat(child.isAlive()).isTrue();

    child.close();

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void theHandleIsOfTheCommandItself() {
    try (ChildProcess child = start(LASTING)) {
      await().until(() -> child.handle().info().command().orElse("").endsWith("tail"));

      child.kill();

      assertThat(child.handle().isAlive()).isFalse();
    }
  }

  @Test
  void aProcessThatIgnoresTheRequestIsKilled() throws IOException {
    Path ready = directory.resolve("ready");
    String script = "trap '' TERM; : > " + ready + "; exec tail -f /dev/null";
    ChildProcess child = start(List.of("sh", "-c", script));
    await().until(() -> Files.exists(ready));

    ChildProcess.stopAll(List.of(child), Duration.ofMillis(100));

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void awaitReady_processEnds_quotesItsOutput() {
    ChildProcess child = start(List.of("sh", "-c", "echo no such luck >&2; exit 3"));

    assertThatThrownBy(() -> child.awaitReady("luck", WaitLimit.LIMIT, child.output(), () -> false))
        .hasMessageContaining("child ended with status 3")
        .hasMessageContaining("no such luck");
  }

  @Test
  void awaitReady_limitIsOver_closesTheProcess() {
    ChildProcess child = start(LASTING);

    assertThatThrownBy(
            () -> child.awaitReady("luck", Duration.ofMillis(10), child.output(), () -> false))
        .hasMessage("waited 0 s for luck");
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void awaitReady_processServes_leavesItRunning() {
    try (ChildProcess child = start(LASTING)) {
      child.awaitReady("luck", WaitLimit.LIMIT, child.output(), () -> true);

      assertThat(child.isAlive()).isTrue();
    }
  }

  @Test
  void aFailedCommandIsReportedWithItsOutput() {
    ChildProcess child = start(List.of("sh", "-c", "echo no such luck >&2; exit 3"));

    assertThatThrownBy(() -> child.awaitSuccess(WaitLimit.LIMIT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("child ended with status 3")
        .hasMessageContaining("no such luck");
  }

  @Test
  void aCommandThatTakesTooLongIsEnded() {
    ChildProcess child = start(LASTING);

    assertThatThrownBy(() -> child.awaitSuccess(Duration.ofMillis(10)))
        .hasMessageContaining("child did not end within 0 s");
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void childrenDieWithAParentThatIsKilled() throws IOException {
    Path pid = directory.resolve("pid");
    ProcessHandle parent = startParent(pid).handle();
    await().until(() -> Files.exists(pid));
    await().until(() -> !Files.readString(pid).isEmpty());
    ProcessHandle child = ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();

    parent.destroyForcibly();

    await().until(() -> !lives(child));
  }

  private ChildProcess startParent(Path pid) {
    List<String> command =
        new JavaCommand(JavaCommand.ownHome())
            .main(
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                List.of(pid.toString()));
    return start(command);
  }

  private ChildProcess start(List<String> command) {
    return ChildProcess.start("child", command, Map.of(), directory.resolve("child.out"));
  }

  /** In a container nobody may collect an orphan, which then stays without being alive. */
  private static boolean lives(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** Starts a child, and writes its id to a file. */
  static final class Parent {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      Path pid = Path.of(arguments[0]);
      Path output = pid.resolveSibling("grandchild.out");
      ChildProcess child = ChildProcess.start("grandchild", LASTING, Map.of(), output);
      Files.writeString(pid, Long.toString(child.handle().pid()));
      Thread.currentThread().join();
    }
  }
}
