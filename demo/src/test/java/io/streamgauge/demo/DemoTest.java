package io.streamgauge.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.ProjectRoot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Tag("slow")
class DemoTest {
  private final StringWriter errors = new StringWriter();
  private final CommandLine command = Demo.commandLine().setErr(new PrintWriter(errors, true));

  @ParameterizedTest
  @CsvSource({
    "--flink=1.19.1, '--flink takes 1.20.x or 2.x, such as 1.20.3, not 1.19.1'",
    "--flink=newest, '--flink takes 1.20.x or 2.x, such as 1.20.3, not newest'",
    "--flink, Missing required parameter for option '--flink' (<version>)",
    "--chekc, Unknown option: '--chekc'",
    "check, Unmatched argument at index 0: 'check'"
  })
  void aWrongArgumentIsNamed(String argument, String error) {
    int status = command.execute(argument);

    assertThat(status).isEqualTo(2);
    assertThat(errors.toString()).startsWith("demo/start: " + error);
  }

  @Test
  void help_namesAllArguments_withoutJdkAndMaven(@TempDir Path empty) throws Exception {
    Path script = ProjectRoot.path().resolve("demo/start");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", script.toString(), "--help").redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "BASH_ENV"));
    builder.environment().put("PATH", empty.toString());

    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(output.replaceAll("\\s+", " "))
        .startsWith("Usage: demo/start")
        .contains(command.getCommandSpec().optionsMap().keySet())
        .contains(FlinkDistribution.NEWEST + " unless given");
  }
}
