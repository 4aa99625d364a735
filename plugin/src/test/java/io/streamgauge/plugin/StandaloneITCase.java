package io.streamgauge.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as a process of its own, with nothing but a JDK. */
@Tag("slow")
class StandaloneITCase {

  private static final Pattern PORT = Pattern.compile("Serving metrics on port (\\d+), .*");

  private final Path folder;
  private final Path temporary;

  StandaloneITCase(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "metrics.reporter.streamgauge."})
  void itServesUntilItIsToldToEndAndLeavesNothingBehind(String beginning) throws Exception {
    Path config =
        write(
            beginning + "host = 127.0.0.1",
            beginning + "port = 0",
            beginning + "kafka.main.properties.bootstrap.servers = 127.0.0.1:1",
            beginning + "kafka.main.groups = orders");
    Process process = start("--config", config.toString());
    try {
      String metrics = get("http://127.0.0.1:" + port(process) + "/metrics");

      assertThat(metrics)
          .contains("# TYPE streamgauge_build_info gauge")
          .contains("version=\"" + System.getProperty("streamgauge.version") + '"')
          .contains("streamgauge_reporter_config_errors 0")
          .contains("streamgauge_probe_state{probe=\"kafka-lag\",")
          .doesNotContain("flink_version");
      assertThat(temporary).isNotEmptyDirectory();
      process.destroy();
      assertThat(process.waitFor(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(temporary).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void itTellsHowItIsUsed() throws Exception {
    Process process = start("--help");

    assertThat(output(process)).startsWith("Usage: java -jar");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void start_noProbeConfigured_endsWithTwoAndSaysWhatIsMissing() throws Exception {
    assertThat(errors(start()))
        .isEqualTo(
            "streamgauge: Nothing to monitor: the file of --config must have at least one key"
                + " kafka.*.group.**.sources or kafka.*.groups");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port = 0",
        "kafka.interval = 10 s",
        "kafka.main.properties.bootstrap.servers = 127.0.0.1:1"
      })
  void start_noGroupConfigured_endsWithTwo(String line) throws Exception {
    Process process = start("--config", write("host = 127.0.0.1", line).toString());

    assertThat(errors(process)).startsWith("streamgauge: Nothing to monitor");
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void aFileThatIsMissingEndsItWithTwo() throws Exception {
    Path missing = folder.resolve("missing.properties");

    Process process = start("--config", missing.toString());

    assertThat(errors(process)).isEqualTo("streamgauge: There is no file " + missing);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void aFileThatCannotBeReadEndsItWithTwo() throws Exception {
    Process process = start("--config", folder.toString());

    assertThat(errors(process))
        .startsWith("streamgauge: " + folder + " cannot be read as a properties file");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prot = 9249",
        "metrics.reporter.streamgauge.prot = 9249",
        "port = many",
        "scrape.timeout = soon"
      })
  void aKeyOrValueThatIsWrongEndsItWithTwo(String line) throws Exception {
    String key = line.substring(line.lastIndexOf(".p") + 1, line.indexOf(" ="));

    Process process = start("--config", write(line).toString());

    assertThat(errors(process))
        .startsWith("streamgauge: metrics.reporter.streamgauge.")
        .contains(key);
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void aKeyInBothFormsEndsItWithTwo() throws Exception {
    Path config = write("port = 0", "metrics.reporter.streamgauge.port = 0");

    Process process = start("--config", config.toString());

    assertThat(errors(process))
        .isEqualTo(
            "streamgauge: "
                + config
                + " has the key port twice, as metrics.reporter.streamgauge.port and bare");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void anUnknownArgumentEndsItWithTwo() throws Exception {
    Process process = start("--port", "9249");

    assertThat(errors(process)).isEqualTo("streamgauge: There is no argument '--port'");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private Path write(String... lines) throws IOException {
    return Files.write(folder.resolve("streamgauge.properties"), List.of(lines));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-jar");
    command.add(System.getProperty("streamgauge.jar"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    return builder.redirectError(folder.resolve("errors").toFile()).start();
  }

  private static int port(Process process) throws IOException {
    BufferedReader output = process.inputReader(UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.matches()) {
        return Integer.parseInt(port.group(1));
      }
    }
    throw new AssertionError("the process told no port, exit code " + process.onExit().join());
  }

  private static String output(Process process) {
    return process.inputReader(UTF_8).lines().collect(Collectors.joining("\n"));
  }

  private String errors(Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return Files.readString(folder.resolve("errors"), UTF_8).strip();
  }

  private static String get(String url) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }
}
